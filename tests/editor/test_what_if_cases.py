"""The case that the page of a Stage shows: which one at first, how an address changes it, all others."""

from __future__ import annotations

import pytest

from kargoui.editor.choice import Choice
from kargoui.pipelines.models import Project
from tests.editor.conftest import People
from tests.editor.promotions import CLONE, bench, bring_in, push, reads, slots, stage, warehouses

SIX = ("one", "two", "three", "four", "five", "six")
BOTH = "filled=charts&filled=images&target=images"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"charts": "target", "images": "empty"}),
        ("filled=images", {"charts": "empty", "images": "target"}),
        ("target=images", {"charts": "empty", "images": "target"}),
        ("filled=charts&filled=images", {"charts": "target", "images": "filled"}),
        (BOTH, {"charts": "filled", "images": "target"}),
        ("filled=charts&target=charts&fill=images", {"charts": "target", "images": "filled"}),
        ("filled=charts&target=charts&target=images", {"charts": "filled", "images": "target"}),
        (f"{BOTH}&empty=charts", {"charts": "empty", "images": "target"}),
        (f"{BOTH}&empty=images", {"charts": "target", "images": "empty"}),
        ("filled=charts&target=charts&empty=charts", {"charts": "target", "images": "empty"}),
    ],
)
def test_an_address_chooses_a_case(query: str, expected: dict[str, str], project: Project) -> None:
    assert slots(bench(project, "previewnet", query).case) == expected


@pytest.mark.parametrize(
    "nonsense",
    [
        "filled=&target=",
        "filled=nowhere&target=nowhere&fill=%00&empty=%FF",
        "kargo=2.0&kargo=%3Cscript%3E",
        "pin.=&pin.x&pin.promote%3A%3Aimage=%7B",
        'pin.push={"status":"Failed"}',
        "pin.task-1%3A%3Aimage=" + "[" * 1500,
        'pin.task-1%3A%3Aimage={"output":{"a":1e999}}',
        'pin.task-1%3A%3Aimage={"output":{"a":"\\ud800"}}',
        "pin.task-1%3A%3Aimage={}&suppose=%00&ends=x&forget=%F0&evaluated=1&step=2",
        "tab=javascript:alert(1)&" + "&".join(f"filled={number}" for number in range(300)),
    ],
)
def test_what_makes_no_sense_in_an_address_is_left_out(nonsense: str, project: Project) -> None:
    plain = bench(project, "previewnet").case
    case = bench(project, "previewnet", nonsense).case
    assert case.choice == plain.choice
    assert case.said == plain.said


def test_the_smallest_case_that_fails_comes_first_and_that_of_the_first_slot_among_equals(
    project: Project, people: People
) -> None:
    bring_in(
        project,
        people["admin"],
        *warehouses(("api", "web")),
        stage("either", ("web", "api"), reads("api"), reads("web")),
        stage(
            "both",
            ("web", "api"),
            push(**{"if": "${{ imageFrom('ghcr.io/acme/web') == nil }}"}),
            reads("api"),
        ),
        stage("fine", ("web", "api"), push()),
    )
    assert bench(project, "either").case.choice.query == "filled=web&target=web"
    assert bench(project, "both").case.choice.query == "filled=web&target=web"
    assert bench(project, "fine").case.choice.query == "filled=web&filled=api&target=web"


def test_every_case_has_its_row_and_the_shown_one_is_marked(project: Project) -> None:
    case = bench(project, "previewnet", BOTH).case
    rows = [(row.label, row.ending.word, row.chosen, row.query) for row in case.rows]
    assert rows == [
        ("promoting charts alone", "errored at image", False, "filled=charts&target=charts"),
        ("promoting images alone", "succeeds", False, "filled=images&target=images"),
        ("promoting charts, with images", "succeeds", False, "filled=charts&filled=images&target=charts"),
        ("promoting images, with charts", "succeeds", True, BOTH),
    ]
    assert case.summary is not None
    assert (case.summary.tone, case.summary.word) == ("fail", "1 of 4 cases fails")
    assert case.summary.short == "1 of 4"
    assert case.said == "promoting images, with charts: succeeds"


def test_a_row_says_how_many_steps_are_skipped(project: Project, people: People) -> None:
    guard = "${{ imageFrom('ghcr.io/acme/api') != nil }}"
    bring_in(
        project,
        people["admin"],
        *warehouses(("api", "web")),
        stage("qa", ("api", "web"), CLONE, reads("api", **{"if": guard})),
    )
    case = bench(project, "qa").case
    assert [row.ending.word for row in case.rows] == [
        "succeeds",
        "succeeds, 1 skipped",
        "succeeds",
        "succeeds",
    ]
    assert case.summary is not None
    assert (case.summary.tone, case.summary.word) == ("ok", "4 cases, all succeed")
    assert case.summary.short == "4"


def test_many_slots_are_listed_by_how_their_cases_end(project: Project, people: People) -> None:
    bring_in(project, people["admin"], *warehouses(SIX), stage("qa", SIX, reads("two"), reads("one")))
    case = bench(project, "qa").case
    assert case.rows == []
    assert [(group.ending.word, group.count, group.common, group.smallest) for group in case.groups] == [
        ("errored at two", "80 cases", "two empty", "promoting one alone"),
        ("errored at one", "48 cases", "one empty; two filled", "promoting two"),
        ("succeeds", "64 cases", "one, two filled", "promoting one"),
    ]
    assert [group.chosen for group in case.groups] == [True, False, False]
    assert case.summary is not None
    assert case.summary.word == "128 of 192 cases fail"


def test_more_slots_than_can_be_listed_are_still_run_one_case_at_a_time(
    project: Project, people: People
) -> None:
    origins = [f"w{number}" for number in range(20)]
    bring_in(project, people["admin"], *warehouses(origins), stage("qa", origins, reads("w3")))
    case = bench(project, "qa", "filled=w5&target=w5").case
    assert case.too_many
    assert case.summary is None
    assert case.said == "promoting w5 alone: errored at w3"


def test_the_same_stage_under_another_version(project: Project) -> None:
    case = bench(project, "previewnet", "kargo=1.4&filled=charts&target=charts").case
    assert case.version == "1.4"
    assert case.flow is not None
    assert "not found in referenced Freight" in case.flow.trace.message
    assert case.choice.query == "filled=charts&target=charts&kargo=1.4"
    assert bench(project, "previewnet", "kargo=1.11").case.choice.version == ""


def test_an_address_is_the_same_whatever_order_it_came_in() -> None:
    assert Choice(("a b", "ü"), "ü", "1.4").query == "filled=a+b&filled=%C3%BC&target=%C3%BC&kargo=1.4"


def test_a_case_that_no_history_gets_to_is_marked(project: Project, people: People) -> None:
    gate = stage("gate", ("api", "web"), reads("none"))
    below = stage("below", ("api",), push(), upstream="gate")
    bring_in(project, people["admin"], *warehouses(("api", "web")), gate, below)
    case = bench(project, "below").case
    assert ([row.never for row in case.rows], case.absent) == ([True], "api")
    bring_in(project, people["admin"], stage("missing", ("nowhere", "api"), reads("api")))
    case = bench(project, "missing").case
    assert ([row.never for row in case.rows], case.absent) == ([True, False, True, True], "nowhere")
    assert case.choice.query == "filled=api&target=api"
    assert case.slots[0].missing
    assert bench(project, "previewnet").case.absent == ""
