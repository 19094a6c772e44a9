"""Fixes: previewed, made as edits of the draft, all of a rule at once, refused when they no longer fit."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kargoui.core.manifest.bundle import SourceFile
from kargoui.core.manifest.operations import Set
from kargoui.editor.views import fixes
from kargoui.pipelines import services
from kargoui.pipelines.models import Edit, Project
from tests.editor.conftest import As, People
from tests.editor.findings import task_with_findings

PROBLEMS = "/projects/acme-pay/problems/"
RULE = "guard-without-status"
MENDED = '    if: ${{ success() && imageFrom("ghcr.io/acme/api") != nil }} # kept\n'


@pytest.fixture
def tasks(project: Project, people: People) -> Project:
    """Three tasks with a finding each."""
    files = [SourceFile("tasks.yaml", task_with_findings(3).encode())]
    services.import_files(project=project, files=files, acting_user=people["admin"])
    return project


def addresses(as_: As, who: str = "editor") -> list[str]:
    page = as_(who).get(f"{PROBLEMS}?rule={RULE}").content.decode()
    return re.findall(r'href="(/projects/acme-pay/problems/fix/[0-9a-f]+/)"', page)


def test_a_fix_is_previewed_and_made_as_one_edit_that_undo_takes_back(tasks: Project, as_: As) -> None:
    first = addresses(as_)[0]
    preview = as_("viewer").get(first, headers={"hx-request": "true"}).content.decode()
    assert "success() &amp;&amp; " in preview
    assert "Apply" not in preview
    assert as_("editor").post(first).headers["Location"] == PROBLEMS
    edit = Edit.objects.get()
    assert (edit.kind, edit.name) == ("PromotionTask", "push-0")
    assert MENDED in edit.after
    assert len(addresses(as_)) == 2
    as_("editor").post(reverse("undo", args=["acme-pay"]))
    assert len(addresses(as_)) == 3


def test_a_fix_that_no_longer_fits_is_refused(tasks: Project, people: People, as_: As) -> None:
    first = addresses(as_)[0]
    draft = services.open_draft(project=tasks, acting_user=people["editor"])
    services.edit_manifest(
        draft=draft,
        kind="PromotionTask",
        name="push-0",
        operations=[Set(("spec", "steps", 1, "if"), "${{ true }}")],
        acting_user=people["editor"],
    )
    for headers in ({}, {"hx-request": "true"}):
        answer = as_("editor").post(first, headers=headers)
        assert answer.status_code == 409
        assert "changed meanwhile" in answer.content.decode()
    assert Edit.objects.count() == 1


def test_viewers_preview_and_do_not_fix(tasks: Project, as_: As) -> None:
    first = addresses(as_, "viewer")[0]
    assert as_("viewer").post(first).status_code == 403
    assert as_("outsider").get(first).status_code == 404
    assert as_("viewer").post(f"{PROBLEMS}fix/", {"rule": RULE}).status_code == 403
    assert not Edit.objects.exists()


def test_all_of_a_rule_are_fixed_with_one_message(tasks: Project, as_: As) -> None:
    answer = as_("editor").post(f"{PROBLEMS}fix/", {"rule": RULE}, follow=True)
    assert "Fixed in 3 manifests, an edit each" in answer.content.decode()
    assert [MENDED in edit.after for edit in Edit.objects.all()] == [True, True, True]
    answer = as_("editor").post(f"{PROBLEMS}fix/", {"rule": RULE}, follow=True)
    assert "Nothing was changed" in answer.content.decode()


def test_many_are_fixed_in_parts(tasks: Project, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixes, "_SECONDS", 0)
    editor, form = as_("editor"), {"rule": RULE, "next": f"{PROBLEMS}?by=manifest"}
    htmx = {"hx-request": "true"}
    answers = [editor.post(f"{PROBLEMS}fix/", {**form, "done": done}, headers=htmx) for done in range(3)]
    assert [b'max="3"' in answer.content for answer in answers] == [True, True, False]
    assert answers[-1].headers["HX-Redirect"] == form["next"]
    assert Edit.objects.count() == 3


def test_where_a_form_leads_is_a_page_of_ours(tasks: Project, as_: As) -> None:
    form = {"rule": RULE, "next": "https://elsewhere.example/"}
    assert as_("editor").post(f"{PROBLEMS}fix/", form).headers["Location"] == PROBLEMS
