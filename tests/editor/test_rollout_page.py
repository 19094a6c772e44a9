"""The first rollout: promotion by promotion, beside other orders and phases; a better order is one click."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kargoui.core.manifest.operations import Move
from kargoui.core.sentence import Sentence
from kargoui.editor.rollout_page import reordering
from kargoui.pipelines import access, services
from kargoui.pipelines.demo import create_demo
from kargoui.pipelines.errors import EditRefused
from kargoui.pipelines.models import Edit, Project
from kargoui.pipelines.state import ProjectState
from tests.editor.conftest import As, People
from tests.editor.test_failing_stages import FAILS, HTMX, add, said

URL = "/projects/acme-pay/what-if/rollout/"
ORDER = f"{URL}order/"


def origins(project: Project, people: People, stage: str) -> list[str]:
    state = ProjectState(project, access.current_draft(project, people["editor"]))
    text = state.manifest("Stage", stage)
    assert text is not None
    return re.findall(r"Warehouse,? *\n? *name: (\w+)", text.text)


def numbers(client: Client, url: str = URL) -> list[str]:
    return re.findall(r"(\d+ of \d+) fails?", said(client, url))


def test_promotions_stand_in_their_order(project: Project, as_: As) -> None:
    page = as_("viewer").get(URL).content.decode()
    assert 'href="/projects/acme-pay/stages/previewnet/?filled=charts&amp;target=charts"' in page
    text = said(as_("viewer"), URL)
    assert re.search(r"1 previewnet charts errored at task-1::image .* 2 previewnet images succeeds", text)
    assert "1 of 4 fails" in text
    assert 'aria-label="charts: filled now; images: empty"' in page
    assert 'aria-label="charts: filled; images: filled now"' in page


def test_the_alternatives_stand_side_by_side(project: Project, as_: As) -> None:
    assert numbers(as_("viewer")) == ["1 of 4", "0 of 4"]
    phases = f"{URL}?view=phases&base=images&base=nowhere"
    assert numbers(as_("viewer"), phases) == ["1 of 4", "0 of 4", "0 of 4"]
    text = said(as_("viewer"), f"{URL}?view=order")
    assert "images charts previewnet" in text
    assert "2 previewnet charts succeeds as it is: errored at task-1::image" in text
    phased = said(as_("viewer"), f"{URL}?view=phases&base=images")
    assert phased.index("First the Freight of images") < phased.index("Then all other Freight")


def test_only_what_fails_can_be_shown(project: Project, as_: As) -> None:
    text = said(as_("viewer"), f"{URL}?only=failing")
    assert "1 previewnet charts errored" in text
    assert "2 previewnet" not in text
    assert "No promotion of this rollout can fail." in said(as_("viewer"), f"{URL}?only=failing&view=order")


def test_who_promotes_is_said_and_what_no_order_helps(people: People, as_: As) -> None:
    create_demo(acting_user=people["admin"])
    text = said(as_("admin"), URL)
    assert "No other order of requestedFreight helps" in text
    assert re.search(r"1 previewnet .* by policy .* 6 mainnet images succeeds by hand", text)


def test_a_better_order_is_applied_as_an_edit(project: Project, people: People, as_: As) -> None:
    editor = as_("editor")
    assert "Put 1 Stage into this order" in said(editor, URL)
    answer = editor.post(ORDER, {"kargo": ""}, follow=True)
    assert "Put requestedFreight of 1 Stage into a better order" in answer.content.decode()
    assert origins(project, people, "previewnet")[:2] == ["images", "charts"]
    assert numbers(editor) == ["0 of 4"]
    editor.post("/projects/acme-pay/undo/")
    assert origins(project, people, "previewnet")[:2] == ["charts", "images"]


def test_htmx_gets_the_rollout_the_draft_bar_and_a_word(project: Project, people: People, as_: As) -> None:
    answer = as_("editor").post(ORDER, {"kargo": "1.5", "order": "images,charts"}, headers=HTMX)
    page = answer.content.decode()
    assert answer.headers["HX-Replace-Url"] == f"{URL}?kargo=1.5"
    assert 'id="draft-bar" hx-swap-oob="true"' in page
    assert "0 of 4 fail" in page
    assert "Put requestedFreight of 1 Stage into a better order" in page


def test_an_order_that_is_not_suggested_changes_nothing(project: Project, people: People, as_: As) -> None:
    answer = as_("editor").post(ORDER, {"order": "charts,images"}, follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert not Edit.objects.exists()


def test_many_stages_are_reordered_share_by_share(
    project: Project, people: People, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kargoui.editor.views.reordering._SECONDS", 0)
    add(project, people, *(FAILS % (f"more-{number}", "promote") for number in range(2)))
    editor, done = as_("editor"), "0"
    for left in (2, 1):
        page = editor.post(ORDER, {"done": done}, headers=HTMX).content.decode()
        assert f'max="3" value="{3 - left}"' in page
        done = str(3 - left)
    page = editor.post(ORDER, {"done": done}, headers=HTMX).content.decode()
    assert "Put requestedFreight of 3 Stages into a better order" in page
    assert Edit.objects.count() == 3


def test_a_stage_whose_text_allows_no_edit_stays(
    project: Project, people: People, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise EditRefused(Sentence("no"))

    monkeypatch.setattr(services, "edit_manifest", refuse)
    answer = as_("editor").post(ORDER, {"done": "x"}, headers=HTMX)
    assert "Nothing was changed" in answer.content.decode()


def test_moves_bring_one_order_to_another() -> None:
    path = ("spec", "requestedFreight")
    assert reordering(["a", "b", "c"], ["c", "a", "b"]) == [Move((*path, 2), 0)]
    assert reordering(["a", "b"], ["a", "b"]) == []
    assert reordering(["a", "b", "a", "c"], ["c", "b", "a"]) == [Move((*path, 3), 0), Move((*path, 2), 1)]
