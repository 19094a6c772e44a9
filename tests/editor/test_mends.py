"""What mends a failing step: offered with all that it does, applied as one edit that undo takes back."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import access, services
from kargoui.pipelines.models import Edit, Project
from kargoui.pipelines.state import ProjectState
from tests.editor.conftest import As, People
from tests.editor.test_stage_requested_freight import HTMX

STAGE = reverse("stage", args=["acme-pay", "previewnet"])
MENDS = reverse("mends", args=["acme-pay", "previewnet", "task-1::image"])
GUARD = 'if: ${{ imageFrom("ghcr.io/acme/api") != nil && success() }}'


@pytest.fixture
def client(project: Project, as_: As) -> Client:
    return as_("editor")


def shown(client: Client, address: str = MENDS) -> str:
    answer = client.get(address, headers=HTMX)
    assert answer.status_code == 200
    return str(answer.content.decode())


def key(text: str, kind: str) -> str:
    found = re.search(rf'name="mend" value="({kind}-[0-9a-f]+)"', text)
    assert found is not None
    return found[1]


def task(project: Project, people: People) -> str:
    draft = access.current_draft(project, people["editor"])
    found = ProjectState(project, draft).manifest("PromotionTask", "promote")
    assert found is not None
    return found.text


def test_the_offer_shows_lines_cases_and_stages(client: Client) -> None:
    text = shown(client)
    labels = re.findall(r"data-mend[^>]*>([^<]+)</button>", text)
    assert labels == [
        "Run only when there is an image",
        "Only when images is promoted",
        "Use a default value",
    ]
    assert GUARD in unescape(text)
    assert "errored at image" in text
    assert "succeeds, 1 skipped" in text
    assert "3 Stages use promote" in text
    assert text.index(">previewnet</a>") < text.index(">testnet</a>") < text.index(">mainnet</a>")


def test_the_chosen_one_is_one_edit_of_the_task(client: Client, project: Project, people: People) -> None:
    before = task(project, people)
    answer = client.post(MENDS, {"mend": key(shown(client), "guard"), "next": STAGE + "?target=charts"})
    assert answer.headers["Location"] == STAGE + "?target=charts"
    (edit,) = Edit.objects.all()
    assert (edit.kind, edit.name) == ("PromotionTask", "promote")
    added = set(task(project, people).splitlines()) - set(before.splitlines())
    assert added == {f"    {GUARD}"}
    assert "Run only when there is an image" in client.get(STAGE).content.decode()
    client.post(reverse("undo", args=["acme-pay"]))
    assert task(project, people) == before


def test_a_default_value_can_be_typed_and_is_tried_at_once(
    client: Client, project: Project, people: People
) -> None:
    default = key(shown(client), "default")
    text = shown(client, f"{MENDS}?mend={default}&default=1.2.3-rc")
    assert '?? "1.2.3-rc"' in unescape(text)
    assert f'id="{default}" data-mend aria-expanded="true"' in text
    assert client.post(MENDS, {"mend": default, "default": "a }} b"}).status_code == 302
    assert 'imageFrom("ghcr.io/acme/api")?.Tag ?? "a }\\x7d b" }}' in task(project, people)


def test_a_default_value_that_the_step_does_not_take_is_refused(
    client: Client, project: Project, people: People
) -> None:
    demo = SourceFile(
        "pipeline.yaml",
        task(project, people)
        .replace("key: image.tag", "key: ${{ imageFrom('ghcr.io/acme/api').Tag }}")
        .encode(),
    )
    services.import_files(project=project, files=[demo], acting_user=people["admin"])
    default = key(shown(client), "default")
    text = shown(client, f"{MENDS}?mend={default}&default=")
    assert "With this value the step still fails." in text
    answer = client.post(MENDS, {"mend": default, "default": ""})
    assert answer.status_code == 422
    assert not Edit.objects.exists()


def test_what_is_offered_no_longer_is_not_applied(client: Client, project: Project, people: People) -> None:
    stale = key(shown(client), "guard")
    assert client.post(MENDS, {"mend": stale}).status_code == 302
    answer = client.post(MENDS, {"mend": stale})
    assert answer.status_code == 409
    assert "so that this no longer fits" in answer.content.decode()
    assert Edit.objects.count() == 1
    assert client.post(MENDS, {}, headers=HTMX).status_code == 409
    gone = reverse("mends", args=["acme-pay", "previewnet", "task-1::gone"])
    assert client.post(gone, {"mend": stale}).status_code == 409
    assert client.get(gone, headers=HTMX).status_code == 409


def test_a_viewer_sees_and_an_outsider_finds_nothing(project: Project, as_: As) -> None:
    text = shown(as_("viewer"))
    assert GUARD in unescape(text)
    assert "Apply" not in text
    assert as_("viewer").post(MENDS, {"mend": key(text, "guard")}).status_code == 403
    assert as_("outsider").get(MENDS).status_code == 404
    assert as_("outsider").post(MENDS).status_code == 404


def test_nothing_of_a_manifest_is_markup(client: Client, project: Project, people: People) -> None:
    evil = "<script>alert(1)</script>"
    text = task(project, people).replace("as: image", f'as: "{evil}"').replace("image.tag #", f"{evil} #")
    files = [SourceFile("pipeline.yaml", text.encode())]
    services.import_files(project=project, files=files, acting_user=people["admin"])
    address = reverse("mends", args=["acme-pay", "previewnet", f"task-1::{evil}"])
    pages = [
        shown(client, address),
        client.get(address).content.decode(),
        shown(client, f"{address}?mend={evil}&default={evil}&kargo={evil}"),
        shown(client, reverse("task_failing", args=["acme-pay", "promote"])),
    ]
    for page in pages:
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page


def test_without_htmx_the_page_of_the_stage_shows_them(client: Client) -> None:
    page = client.get(MENDS).content.decode()
    assert "<h1" in page
    assert "Only when images is promoted" in page
    answer = client.get(reverse("task_failing", args=["acme-pay", "promote"]))
    assert answer.headers["Location"] == reverse("task", args=["acme-pay", "promote"])


def test_the_task_names_the_stages_in_which_its_steps_fail(client: Client) -> None:
    text = shown(client, reverse("task_failing", args=["acme-pay", "promote"]))
    assert re.search(r">previewnet</a>\s*fails in 1 of 4", text)
    assert "testnet" not in text
    assert MENDS in text
    assert "reflect: call of reflect.Value.Field on zero Value" in text


def test_with_many_stages_a_person_asks_for_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kargoui.editor.views.mends.AT_ONCE", 2)
    text = shown(client)
    assert "data-mend" not in text
    assert "tried on 3 Stages" in text
    assert f'hx-get="{MENDS}?all=1"' in text
    assert "data-mend" in shown(client, f"{MENDS}?all=1")


def test_an_older_kargo_has_another_answer(client: Client) -> None:
    text = shown(client, f"{MENDS.replace('task-1', 'task-0')}?kargo=1.4")
    assert "data-mend" not in text
    assert "From 1.5 on a guard can ask for it." in text
    assert 'name="kargo" value="1.5"' in shown(client, f"{MENDS}?kargo=1.5")
    assert 'name="kargo" value=""' in shown(client, f"{MENDS}?kargo=<b>")
