"""The sources of one slot: the form, the edits it makes, what it refuses."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kargoui.core.manifest.operations import Insert, Remove, Set
from kargoui.editor.slots import PATH, Sources, source_edits
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.conftest import As, People
from tests.editor.test_stage_requested_freight import HTMX, PAGE, changed_lines, key_of, sources_url

DIRECT = {"origin": {"kind": "Warehouse", "name": "w"}, "sources": {"direct": True}}
FROM_TWO = {"sources": {"stages": ["a", "b"], "availabilityStrategy": "All", "requiredSoakTime": "1h"}}
SOURCES = (*PATH, 3, "sources")
PLAIN = {"availability": "OneOf", "selection": "NewestFreight", "soak": ""}


def test_what_is_as_it_was_is_no_edit() -> None:
    assert source_edits(3, DIRECT, Sources(True, (), "OneOf", "", "NewestFreight")) == []
    assert source_edits(3, FROM_TWO, Sources(False, ("a", "b"), "All", "1h", "NewestFreight")) == []


def test_stages_that_stay_keep_their_lines() -> None:
    edits = source_edits(3, FROM_TWO, Sources(False, ("b", "c"), "All", "1h"))
    assert edits == [Insert((*SOURCES, "stages", 2), "c"), Remove((*SOURCES, "stages", 0))]


def test_what_is_added_comes_before_what_is_removed() -> None:
    edits = source_edits(3, DIRECT, Sources(False, ("a",), "OneOf", "2h", "MatchUpstream"))
    assert edits == [
        Insert((*SOURCES, "stages", 0), "a"),
        Set((*SOURCES, "requiredSoakTime"), "2h"),
        Set((*SOURCES, "autoPromotionOptions", "selectionPolicy"), "MatchUpstream"),
        Remove((*SOURCES, "direct")),
    ]


def test_an_emptied_list_goes_as_a_whole() -> None:
    edits = source_edits(3, FROM_TWO, Sources(True, (), "All", ""))
    assert edits == [
        Set((*SOURCES, "direct"), True),
        Remove((*SOURCES, "stages")),
        Remove((*SOURCES, "requiredSoakTime")),
    ]


def test_the_form_opens_in_place_or_in_the_page(project: Project, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, PAGE, "charts")
    part = client.get(sources_url(0), {"key": key}, headers=HTMX).content.decode()
    assert part.strip().startswith("<form")
    page = client.get(sources_url(0), {"key": key}).content.decode()
    assert "<html" in page
    assert "requiredSoakTime" in page
    assert 'value="testnet"' in page
    assert 'value="previewnet"' not in page


def test_saving_changes_only_the_lines_of_the_sources(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, PAGE, "charts")
    answer = client.post(
        sources_url(0), {**PLAIN, "key": key, "stages": ["testnet", "mainnet"], "soak": "1h30m"}, headers=HTMX
    )
    assert answer.status_code == 200, answer.content.decode()
    lines = changed_lines(project, people)
    assert lines[0] == "-      direct: true"
    assert {line.strip("+ -") for line in lines[1:]} == {
        "stages:",
        "testnet",
        "mainnet",
        "requiredSoakTime: 1h30m",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"soak": "an hour"},
        {"availability": "Some"},
        {"stages": ["<script>alert(1)</script>"]},
        {"selection": "X"},
    ],
)
def test_what_cannot_be_is_said_and_kept(
    wrong: dict[str, str], project: Project, people: People, as_: As
) -> None:
    client = as_("editor")
    key = key_of(client, PAGE, "charts")
    answer = client.post(sources_url(0), {**PLAIN, "key": key, "direct": "on", **wrong}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "errorlist" in text
    assert "<script>alert" not in text
    if "soak" in wrong:
        assert 'value="an hour"' in text
        assert f"id_{key}_soak_error" in text
    assert changed_lines(project, people) == []


def test_a_refusal_of_the_manifest_is_said_in_the_form(project: Project, people: People, as_: As) -> None:
    client = as_("editor")
    key = key_of(client, PAGE, "charts")
    wanted = {**PLAIN, "key": key, "stages": ["testnet"], "direct": "on", "selection": "MatchUpstream"}
    answer = client.post(sources_url(0), wanted, headers=HTMX)
    assert answer.status_code == 422
    assert f'id="sources-{key}-refused"' in answer.content.decode()
    assert changed_lines(project, people) == []


def test_a_project_of_an_older_kargo_has_fewer_choices(people: People, as_: As) -> None:
    admin = people["admin"]
    project = services.create_project(name="old", kargo_version="1.7", acting_user=admin)
    from kargoui.core.manifest.bundle import SourceFile
    from tests.editor.samples import PIPELINE

    files = [SourceFile("p.yaml", PIPELINE.replace("acme-pay", "old").encode())]
    services.import_files(project=project, files=files, acting_user=admin)
    page = reverse("sources", args=["old", "previewnet", 0])
    text = as_("admin").get(page, {"key": ""}).content.decode()
    assert "availabilityStrategy" in text
    assert "selectionPolicy" not in text
