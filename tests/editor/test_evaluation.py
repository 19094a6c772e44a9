"""What a page is told while somebody types: value, error, completions, case; for members, within bounds."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.samples import many_stages
from tests.editor.test_stage_requested_freight import key_of
from tests.editor.test_step_values import OWN, PATH

IMAGE = 'imageFrom("ghcr.io/acme/api")'
TASK = reverse("task_evaluation", args=["acme-pay", "promote"])


def ask(client: Client, typed: str, **more: Any) -> dict[str, Any]:
    """What the page of the task is told for its step yaml-update; `|` in the text is the cursor."""
    cursor = typed.index("|")
    page = reverse("task", args=["acme-pay", "promote"])
    form = {"path": "if", "key": key_of(client, page, "yaml-update image"), **more}
    answer = client.post(TASK, {**form, "text": typed.replace("|", ""), "cursor": cursor})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_a_task_is_tried_in_the_first_stage_that_uses_it(project: Project, as_: As) -> None:
    found = ask(as_("viewer"), "ctx.stage|")
    assert (found["value"], found["type"]) == ('"previewnet"', "string")
    assert found["case"] == "when charts is promoted and every slot is filled"


def test_another_stage_can_be_chosen(project: Project, as_: As) -> None:
    found = ask(as_("viewer"), "ctx.stage|", stage="mainnet")
    assert found["value"] == '"mainnet"'
    assert found["case"] == "when images is promoted"
    assert ask(as_("viewer"), "ctx.stage|", stage="no such stage")["value"] == '"previewnet"'


@pytest.mark.parametrize(
    ("case", "value", "words"),
    [
        ({"target": "charts"}, "false", "when charts is promoted and no other slot is filled"),
        ({"target": "images"}, "true", "when images is promoted and no other slot is filled"),
        (
            {"target": "charts", "filled": ["charts", "images"]},
            "true",
            "when charts is promoted and every slot is filled",
        ),
        ({"target": "nowhere", "filled": ["x"]}, "true", "when charts is promoted and every slot is filled"),
    ],
)
def test_the_case_is_the_page_s(
    case: dict[str, Any], value: str, words: str, project: Project, as_: As
) -> None:
    found = ask(as_("viewer"), f"{IMAGE} != nil|", **case)
    assert (found["value"], found["case"]) == (value, words)


def test_errors_have_kargo_s_words_and_place(project: Project, as_: As) -> None:
    found = ask(as_("viewer"), f"{IMAGE}.Tagg == 1|")
    assert found["error"] == {
        "message": "type v1alpha1.Image has no field Tagg",
        "line": 1,
        "column": 32,
        "at": 30,
    }
    nil = ask(as_("viewer"), f"{IMAGE}.Tag == ''|", target="charts")
    assert nil["error"]["message"] == "reflect: call of reflect.Value.Field on zero Value"


def test_completions_are_sent_where_they_are_of_use(project: Project, as_: As) -> None:
    client = as_("viewer")
    found = ask(client, f"{IMAGE}.T|")
    option = next(each for each in found["completions"] if each["label"] == "Tag")
    assert (found["start"], option["from"], option["to"], option["insert"]) == (30, 30, 31, "Tag")
    assert ask(client, "success()|")["completions"] == []
    assert ask(client, "success() |", explicit="1")["completions"] != []


def test_a_value_of_the_config(project: Project, as_: As) -> None:
    found = ask(as_("viewer"), f"v${{{{ {IMAGE}.Tag| }}}}", path=PATH)
    assert (found["value"], found["whole"]["value"]) == ('"1.0.0"', '"v1.0.0"')
    number = ask(as_("viewer"), '${{ "1.10"| }}', path=PATH)
    assert (number["value"], number["note"]) == (
        "1.1",
        "Kargo reads this text as a number. quote() keeps it a text.",
    )


def test_what_is_not_known_is_named(project: Project, as_: As) -> None:
    found = ask(as_("viewer"), '${{ secret("x").y| }}', path=PATH)
    assert (found["depends"], found["note"]) == (['secret("x")'], 'Depends on secret("x")')


def test_a_task_without_stages_is_tried_without_freight(project: Project, people: People, as_: As) -> None:
    for stage in ("mainnet", "testnet", "previewnet"):
        draft = services.open_draft(project=project, acting_user=people["editor"])
        services.delete_manifest(draft=draft, kind="Stage", name=stage, acting_user=people["editor"])
    found = ask(as_("editor"), f"{IMAGE} == nil|")
    assert (found["value"], found["case"]) == ("true", "without a Stage and its Freight")


def test_the_steps_of_a_stage(project: Project, people: People, as_: As) -> None:
    services.import_files(
        project=project, files=[SourceFile("own.yaml", OWN.encode())], acting_user=people["admin"]
    )
    client, address = as_("viewer"), reverse("stage_evaluation", args=["acme-pay", "own"])
    key = key_of(client, reverse("stage", args=["acme-pay", "own"]), "promote shared")
    form = {"key": key, "path": "vars[0].value", "text": "${{ outputs.commit.commit }}", "cursor": "5"}
    assert client.post(address, form).json()["depends"] == ["outputs.commit.commit"]
    missing = reverse("stage_evaluation", args=["acme-pay", "nowhere"])
    assert client.post(missing, form).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"cursor": "x"},
        {"cursor": "-1"},
        {"cursor": "9" * 5000},
        {"path": "["},
        {"path": "uses"},
        {"path": "config." + "x" * 3000},
        {"key": ""},
        {"text": "x" * 20_001},
        {"filled": ["x"] * 101},
    ],
)
def test_what_is_no_question_is_refused(wrong: dict[str, Any], project: Project, as_: As) -> None:
    form = {"text": "1", "cursor": "0", "path": "if", "key": "k", **wrong}
    answer = as_("viewer").post(TASK, form)
    assert (answer.status_code, answer.content) == (400, b"{}")


def test_a_step_that_is_gone_has_no_answer(project: Project, as_: As) -> None:
    form = {"text": "1", "cursor": "0", "path": "vars[99999].value", "key": "gone"}
    assert as_("viewer").post(TASK, form).status_code == 409


def test_hostile_text_stays_data(project: Project, as_: As) -> None:
    client = as_("viewer")
    key = key_of(client, reverse("task", args=["acme-pay", "promote"]), "git-clone")
    evil = "</script><script>alert(1)</script>\x00"
    answer = client.post(TASK, {"text": f"x{evil}", "cursor": "0", "path": "config.path", "key": key})
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/json", "nosniff")
    assert answer.json()["value"] == f'"x{evil[:-1]}\\u0000"'


def test_nothing_is_written_and_queries_do_not_grow(project: Project, people: People, as_: As) -> None:
    client, counts = as_("editor"), []
    key = key_of(client, reverse("task", args=["acme-pay", "promote"]), "git-clone")
    form = {"text": "ctx.stage == vars.x", "cursor": "4", "path": "if", "key": key}
    for number in (10, 200):
        with CaptureQueriesContext(connection) as queries:
            assert client.post(TASK, form).json()["completions"]
        counts.append(len(queries))
        assert all(each["sql"].startswith("SELECT") for each in queries)
        files = [SourceFile("many.yaml", many_stages(number).encode())]
        services.import_files(project=project, files=files, acting_user=people["admin"])
    assert counts[0] == counts[1] <= 12
