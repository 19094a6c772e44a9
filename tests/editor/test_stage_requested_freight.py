"""requestedFreight on the page of a Stage: order, sources, entries, and what may go wrong."""

from __future__ import annotations

import difflib
import re

import pytest
from django.test import Client
from django.urls import reverse

from kargoui.pipelines import access, services
from kargoui.pipelines.models import Project
from kargoui.pipelines.state import ProjectState
from tests.editor.conftest import As, People
from tests.editor.samples import PIPELINE

PAGE = reverse("stage", args=["acme-pay", "previewnet"])
REQUESTS = reverse("requested_freight", args=["acme-pay", "previewnet"])
HTMX = {"HX-Request": "true"}


def sources_url(index: int, stage: str = "previewnet") -> str:
    return reverse("sources", args=["acme-pay", stage, index])


def export(project: Project, people: People) -> str:
    draft = access.current_draft(project, people["editor"])
    found = services.export_project(project=project, draft=draft, form="yaml", acting_user=people["editor"])
    return found.content.decode()


def changed_lines(project: Project, people: People) -> list[str]:
    """The lines that the draft changes in the whole export, with their signs."""
    lines = difflib.unified_diff(
        PIPELINE.splitlines(), export(project, people).splitlines(), n=0, lineterm=""
    )
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def origins(project: Project, people: People, stage: str = "previewnet") -> list[str]:
    state = ProjectState(project, access.current_draft(project, people["editor"])).manifest("Stage", stage)
    assert state is not None
    return re.findall(r"name: (charts|images)", state.text)


def key_of(client: Client, page: str, name: str) -> str:
    """The key by which the page names the entry of an origin."""
    found = re.search(rf'data-key="([\w-]+)" data-name="{name}"', client.get(page).content.decode())
    assert found is not None
    return found[1]


def test_the_page_shows_the_slots_in_order(project: Project, as_: As) -> None:
    text = as_("editor").get(PAGE).content.decode()
    assert re.findall(r'data-name="(\w+)"', text)[:2] == ["charts", "images"]
    assert "chart api from charts.acme.io" in text
    assert "ghcr.io/acme/api" in text


def test_a_move_changes_only_its_lines(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, PAGE, "images")
    answer = client.post(REQUESTS, {"action": "move", "move": f"1 0 {key}"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert origins(project, people) == ["images", "charts"]
    lines = sorted(changed_lines(project, people))
    assert lines == [f"{sign}      name: {name}" for sign in "+-" for name in ("charts", "images")]


def test_an_entry_is_found_where_it_is_now(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, PAGE, "images")
    client.post(REQUESTS, {"action": "move", "move": f"1 0 {key}"})
    client.post(REQUESTS, {"action": "move", "move": f"1 1 {key}"})
    assert origins(project, people) == ["charts", "images"]


def test_an_entry_that_is_gone_is_a_conflict(project: Project, people: People, as_: As) -> None:
    answer = as_("editor").post(REQUESTS, {"action": "remove", "index": 0, "key": "0123456789"}, headers=HTMX)
    assert answer.status_code == 409
    assert "no longer there" in answer.content.decode()
    assert changed_lines(project, people) == []


def test_htmx_gets_the_parts_and_no_page(project: Project, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, PAGE, "images")
    answer = client.post(REQUESTS, {"action": "move", "move": f"1 0 {key}"}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    for part in ("requested-freight", "yaml-code", "yaml-changes", "draft-bar", "manifest-problems"):
        assert f'id="{part}"' in text
    assert text.count('hx-swap-oob="true"') == 4
    assert '<ins class="line add' in text


def test_an_entry_is_added_at_the_end(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    page = reverse("requested_freight", args=["acme-pay", "testnet"])
    assert client.post(page, {"action": "add", "origin": "charts"}).status_code == 302
    added = [
        "  - origin:",
        "      kind: Warehouse",
        "      name: charts",
        "    sources:",
        "      direct: true",
    ]
    assert changed_lines(project, people) == [f"+{line}" for line in added]


def test_a_removed_entry_can_be_brought_back(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, PAGE, "charts")
    answer = client.post(REQUESTS, {"action": "remove", "index": 0, "key": key}, headers=HTMX)
    assert "Removed charts." in answer.content.decode()
    assert origins(project, people) == ["images"]
    client.post(reverse("undo", args=["acme-pay"]), {"next": PAGE})
    assert export(project, people) == PIPELINE


def test_the_last_entry_cannot_be_removed(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    page = reverse("requested_freight", args=["acme-pay", "testnet"])
    key = key_of(client, reverse("stage", args=["acme-pay", "testnet"]), "images")
    answer = client.post(page, {"action": "remove", "index": 0, "key": key}, headers=HTMX)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert changed_lines(project, people) == []


@pytest.mark.parametrize("origin", ["", "nowhere", "<script>"])
def test_an_unknown_warehouse_is_refused(origin: str, project: Project, people: People, as_: As) -> None:
    answer = as_("editor").post(REQUESTS, {"action": "add", "origin": origin}, headers=HTMX)
    assert answer.status_code == 422
    assert "<script>" not in answer.content.decode()
    assert changed_lines(project, people) == []


@pytest.mark.parametrize("move", ["", "1", "x 0", "0 -1 k", "9 0", "²  1", "0 " + "9" * 5000])
def test_a_move_that_makes_no_sense_is_refused(move: str, project: Project, people: People, as_: As) -> None:
    answer = as_("editor").post(REQUESTS, {"action": "move", "move": move}, headers=HTMX)
    assert answer.status_code == 409
    assert changed_lines(project, people) == []


@pytest.mark.parametrize("index", ["", "x", "-1", "²", "9" * 5000])
def test_no_index_removes_nothing(index: str, project: Project, people: People, as_: As) -> None:
    answer = as_("editor").post(REQUESTS, {"action": "remove", "index": index}, headers=HTMX)
    assert answer.status_code == 409
    assert changed_lines(project, people) == []


def test_viewers_see_no_controls_and_may_not_post(project: Project, as_: As) -> None:
    viewer = as_("viewer")
    text = viewer.get(PAGE).content.decode()
    assert "data-handle" not in text
    assert "<form" not in text.split('id="main"')[1].split("</main>")[0]
    assert viewer.post(REQUESTS, {"action": "remove", "index": 0}).status_code == 403
    assert viewer.post(sources_url(0), {"direct": "on"}).status_code == 403
    assert viewer.get(sources_url(0), {"key": "x"}).status_code == 403
    assert as_("outsider").get(PAGE).status_code == 404


def test_addresses_of_edits_lead_back_to_the_page(project: Project, as_: As) -> None:
    assert as_("editor").get(REQUESTS)["Location"] == PAGE
    assert as_("editor").get(sources_url(0))["Location"] == PAGE


def test_unknown_stages_are_no_pages(project: Project, as_: As) -> None:
    assert as_("editor").get(reverse("stage", args=["acme-pay", "nowhere"])).status_code == 404


def test_a_refused_first_edit_opens_no_draft(project: Project, as_: As, people: People) -> None:
    answer = as_("editor").post(REQUESTS, {"action": "add", "origin": "nowhere"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Draft saved" not in answer.content.decode()
    assert access.current_draft(project, people["editor"]) is None


def test_a_draft_without_edits_is_not_called_saved(project: Project, as_: As, people: People) -> None:
    services.open_draft(project=project, acting_user=people["editor"])
    assert "Draft saved" not in as_("editor").get(PAGE).content.decode()
