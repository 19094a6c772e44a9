"""Undo, redo, discard and publish, as the pages do them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kargoui.core.manifest.edits import Set
from kargoui.core.manifest.path import parse_path
from kargoui.pipelines import access, services
from kargoui.pipelines.models import Project, Revision, Warehouse
from tests.editor.conftest import As, People
from tests.editor.samples import FLAWED

LIMIT = parse_path("spec.freightCreationPolicy")
PUBLISH = "/projects/acme-pay/publish/"


def edit(
    project: Project, people: People, name: str = "images", who: str = "editor", value: str = "Manual"
) -> None:
    draft = services.open_draft(project=project, acting_user=people[who])
    services.edit_manifest(
        draft=draft, kind="Warehouse", name=name, operations=[Set(LIMIT, value)], acting_user=people[who]
    )


def edited(project: Project, people: People, who: str = "editor") -> list[tuple[str, str]]:
    draft = access.current_draft(project, people[who])
    return [] if draft is None else sorted(draft.edits.done().values_list("kind", "name"))


def test_undo_and_redo_lead_back_to_the_page(project: Project, people: People, as_: As) -> None:
    edit(project, people)
    editor, here = as_("editor"), reverse("warehouse", args=["acme-pay", "images"])
    assert editor.post(reverse("undo", args=["acme-pay"]), {"next": here})["Location"] == here
    assert edited(project, people) == []
    assert editor.post(reverse("redo", args=["acme-pay"]), {"next": here})["Location"] == here
    assert edited(project, people) == [("Warehouse", "images")]


@pytest.mark.parametrize("elsewhere", ["", "https://evil.example/", "//evil.example", "*a", "canvas"])
def test_undo_leads_nowhere_else(elsewhere: str, project: Project, people: People, as_: As) -> None:
    edit(project, people)
    answer = as_("editor").post(reverse("undo", args=["acme-pay"]), {"next": elsewhere})
    assert answer["Location"] == reverse("canvas", args=["acme-pay"])


def test_with_htmx_the_page_is_loaded_anew(project: Project, people: People, as_: As) -> None:
    edit(project, people)
    answer = as_("editor").post(reverse("undo", args=["acme-pay"]), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


def test_undo_without_a_draft_does_nothing(project: Project, as_: As) -> None:
    for name in ("undo", "redo", "discard"):
        assert as_("editor").post(reverse(name, args=["acme-pay"])).status_code == 302


def test_discarding_one_manifest_keeps_the_others(project: Project, people: People, as_: As) -> None:
    edit(project, people, "images")
    edit(project, people, "charts")
    form = {"kind": "Warehouse", "name": "images", "next": PUBLISH}
    assert as_("editor").post(reverse("discard", args=["acme-pay"]), form)["Location"] == PUBLISH
    page = as_("editor").get(PUBLISH).content.decode()
    assert "diff-Warehouse-charts" in page
    assert "diff-Warehouse-images" not in page


def test_discarding_the_draft_leaves_the_published_state(project: Project, people: People, as_: As) -> None:
    edit(project, people)
    as_("editor").post(reverse("discard", args=["acme-pay"]))
    assert edited(project, people) == []
    assert "nothing to publish" in as_("editor").get(PUBLISH).content.decode()


def test_the_publish_page_shows_what_changes(project: Project, people: People, as_: As) -> None:
    edit(project, people)
    page = as_("editor").get(PUBLISH).content.decode()
    assert '<td class="sign">+</td><td class="text">  freightCreationPolicy: Manual</td>' in page
    assert "no problems" in page
    assert 'name="override"' not in page


def test_publishing_makes_a_revision(project: Project, people: People, as_: As) -> None:
    edit(project, people)
    answer = as_("editor").post(PUBLISH, {"message": "Promote by hand"})
    assert answer["Location"] == reverse("revision", args=["acme-pay", 2])
    assert "Manual" in Warehouse.objects.get(name="images").text
    page = as_("viewer").get(answer["Location"]).content.decode()
    assert "Promote by hand" in page
    assert "+  freightCreationPolicy" in page.replace('</td><td class="text">', "")


def test_publishing_needs_a_message(project: Project, people: People, as_: As) -> None:
    edit(project, people)
    answer = as_("editor").post(PUBLISH, {"message": " ", "override": "because"})
    assert answer.status_code == 422
    assert "Say in a few words" in answer.content.decode()
    assert Revision.objects.count() == 1


def test_with_problems_a_reason_is_asked_and_kept(project: Project, people: People, as_: As) -> None:
    as_("editor").post(reverse("import", args=["acme-pay"]), {"text": FLAWED})
    edit(project, people)
    assert "Why publish it all the same" in as_("editor").get(PUBLISH).content.decode()
    refused = as_("editor").post(PUBLISH, {"message": "By hand"})
    assert refused.status_code == 422
    assert ">By hand</textarea>" in refused.content.decode()
    as_("editor").post(PUBLISH, {"message": "By hand", "override": "nowhere comes tomorrow"})
    revision = Revision.objects.get(number=3)
    assert revision.override_reason == "nowhere comes tomorrow"
    page = as_("viewer").get(reverse("revision", args=["acme-pay", 3])).content.decode()
    assert "nowhere comes tomorrow" in page


def test_a_conflict_is_shown_with_a_way_out(project: Project, people: People, as_: As) -> None:
    edit(project, people, who="editor", value="Manual")
    edit(project, people, who="admin", value="Automatic")
    as_("admin").post(PUBLISH, {"message": "Automatic"})
    answer = as_("editor").post(PUBLISH, {"message": "By hand"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else published" in page
    assert ">By hand</textarea>" in page
    as_("editor").post(reverse("discard", args=["acme-pay"]), {"kind": "Warehouse", "name": "images"})
    assert "nothing to publish" in as_("editor").get(PUBLISH).content.decode()
