"""The page of a PromotionTask, and the guards and order of its steps."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.test_stage_requested_freight import HTMX, changed_lines

PAGE = reverse("task", args=["acme-pay", "promote"])
GUARD = reverse("task_guard", args=["acme-pay", "promote", 1])
SUGGESTED = '${{ imageFrom("ghcr.io/acme/api") != nil && success() }}'


def key_of(client: Client, name: str, page: str = PAGE) -> str:
    found = re.search(rf'data-key="([\w-]+)" data-name="{name}"', client.get(page).content.decode())
    assert found is not None
    return found[1]


def test_the_page_says_which_stages_use_it(project: Project, as_: As) -> None:
    text = as_("editor").get(PAGE).content.decode()
    assert "3 Stages: an edit here changes all of them" in text
    assert "image.tag ← imageFrom(…).Tag" in text
    assert "config.git main → ./src" in text


def test_the_form_suggests_what_the_config_calls_for(project: Project, as_: As) -> None:
    client = as_("editor")
    text = client.get(GUARD, {"key": key_of(client, "yaml-update image")}, headers=HTMX).content.decode()
    assert "Run only when there is an image" in text
    assert "imageFrom(&quot;ghcr.io/acme/api&quot;) != nil &amp;&amp; success()" in text
    assert "Only when charts is promoted" in text


@pytest.mark.parametrize(
    "posted",
    [{"suggestion": SUGGESTED, "guard": ""}, {"guard": SUGGESTED}, {"guard": SUGGESTED[4:-3]}],
)
def test_a_guard_is_one_line_after_uses(
    posted: dict[str, str], project: Project, people: People, as_: As
) -> None:
    client = as_("editor")
    key = key_of(client, "yaml-update image")
    answer = client.post(GUARD, {"key": key, "action": "save", **posted}, headers=HTMX)
    assert answer.status_code == 200
    assert changed_lines(project, people) == [f"+    if: {SUGGESTED}"]
    assert "  - uses: yaml-update\n    if: " in exported(client)


def exported(client: Client) -> str:
    return client.get(reverse("download", args=["acme-pay", "yaml"])).content.decode()


def test_a_guard_is_changed_and_removed(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    client.post(GUARD, {"guard": "success()", "key": key_of(client, "yaml-update image")})
    client.post(GUARD, {"guard": "always()", "key": key_of(client, "yaml-update image")})
    assert changed_lines(project, people) == ["+    if: ${{ always() }}"]
    answer = client.post(
        GUARD, {"action": "remove", "guard": "x", "key": key_of(client, "yaml-update image")}
    )
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert changed_lines(project, people) == []


def test_an_emptied_guard_is_removed(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    client.post(GUARD, {"guard": "success()", "key": key_of(client, "yaml-update image")})
    client.post(GUARD, {"guard": "  ", "key": key_of(client, "yaml-update image")})
    assert changed_lines(project, people) == []


def test_the_same_guard_again_is_no_edit(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    for _ in range(2):
        client.post(GUARD, {"guard": "success()", "key": key_of(client, "yaml-update image")})
    draft = services.open_draft(project=project, acting_user=people["editor"])
    assert draft.edits.count() == 1


def test_a_guard_that_is_too_long_is_kept_in_the_form(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    typed = "<b>" + "x" * 2000
    answer = client.post(GUARD, {"guard": typed, "key": key_of(client, "yaml-update image")}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 2000 characters" in text
    assert "&lt;b&gt;xxx" in text
    assert "<b>xxx" not in text
    assert changed_lines(project, people) == []


def test_steps_change_places(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, "yaml-update image")
    answer = client.post(PAGE, {"action": "move", "move": f"1 0 {key}"}, headers=HTMX)
    assert answer.status_code == 200
    assert re.findall(r'data-name="([^"]+)"', answer.content.decode()) == ["yaml-update image", "git-clone"]
    lines = changed_lines(project, people)
    assert sorted(line[1:] for line in lines if line[0] == "+") == sorted(
        line[1:] for line in lines if line[0] == "-"
    )


def test_a_step_that_is_gone_is_a_conflict(project: Project, people: People, as_: As) -> None:
    answer = as_("editor").post(GUARD, {"guard": "success()", "key": "0123456789"}, headers=HTMX)
    assert answer.status_code == 409
    assert changed_lines(project, people) == []


def test_viewers_may_only_look(project: Project, as_: As) -> None:
    viewer = as_("viewer")
    text = viewer.get(PAGE).content.decode()
    assert "data-handle" not in text
    assert "/guard/" not in text
    assert viewer.post(PAGE, {"action": "move", "move": "0 1"}).status_code == 403
    assert viewer.post(GUARD, {"guard": "success()"}).status_code == 403


def test_under_an_older_kargo_nothing_is_suggested_that_fails(people: People, as_: As) -> None:
    admin = people["admin"]
    project = services.create_project(name="old", kargo_version="1.4", acting_user=admin)
    text = (
        "apiVersion: kargo.akuity.io/v1alpha1\nkind: PromotionTask\nmetadata:\n  name: t\nspec:\n  steps:\n"
        "  - uses: git-push\n    config:\n      path: ${{ imageFrom('a').Tag }}\n"
    )
    services.import_files(project=project, files=[SourceFile("t.yaml", text.encode())], acting_user=admin)
    page = reverse("task_guard", args=["old", "t", 0])
    form = as_("admin").get(page, {"key": ""}, headers=HTMX).content.decode()
    assert "Run only when" not in form
    assert "In Kargo 1.4 imageFrom" in form
