"""Which cases a real history can get to."""

from __future__ import annotations

from kargoui.core.simulate import Case, all_cases, cases
from tests.core.simulate.test_rollout import NEEDS_IMAGE, demo, project, stage

CHART_ALONE = Case(frozenset({"charts"}), "charts")


def test_freight_that_its_upstream_never_promotes_well_never_arrives() -> None:
    found = project(
        stage("a", ("charts", ()), step=NEEDS_IMAGE), stage("b", ("charts", ["a"]), ("images", ()))
    )
    outcome = cases(found, "b", "1.11").outcome(CHART_ALONE)
    assert not outcome.reachable
    assert outcome.phase == "Succeeded"
    assert cases(found, "b", "1.11").outcome(Case(frozenset({"images"}), "images")).reachable


def test_freight_that_is_promoted_well_together_with_other_arrives() -> None:
    both = stage("a", ("charts", ()), ("images", ()), step=NEEDS_IMAGE)
    found = project(both, stage("b", ("charts", ["a"]), ("images", ["a"])))
    assert cases(found, "b", "1.11").outcome(CHART_ALONE).reachable


def test_all_upstream_stages_have_to_pass_it_on_where_all_are_asked_for() -> None:
    upstream = (stage("a", ("charts", ())), stage("b", ("charts", ()), step=NEEDS_IMAGE))
    every = project(*upstream, stage("c", ("charts", ["a", "b"]), every=True))
    assert not cases(every, "c", "1.11").outcome(CHART_ALONE).reachable
    some = project(*upstream, stage("c", ("charts", ["a", "b"])))
    assert cases(some, "c", "1.11").outcome(CHART_ALONE).reachable


def test_a_control_flow_stage_passes_everything_on_and_has_no_cases() -> None:
    found = project(stage("gate", ("charts", ()), step=None), stage("b", ("charts", ["gate"])))
    assert list(all_cases(found, "1.11")) == ["b"]
    assert all_cases(found, "1.11")["b"].outcome(CHART_ALONE).reachable


def test_nothing_comes_of_a_missing_warehouse_or_stage() -> None:
    found = project(stage("a", ("gone", ())), stage("b", ("charts", ["nobody"])))
    assert not cases(found, "a", "1.11").outcome(Case(frozenset({"gone"}), "gone")).reachable
    assert not cases(found, "b", "1.11").outcome(CHART_ALONE).reachable


def test_stages_that_wait_for_each_other_are_never_reached() -> None:
    found = project(stage("a", ("charts", ["b"])), stage("b", ("charts", ["a"])))
    assert not any(outcome.reachable for each in all_cases(found, "1.11").values() for outcome in each)


def test_the_smallest_case_of_a_group_is_one_that_can_be_reached() -> None:
    failing = all_cases(demo(), "1.11")["testnet"].groups[0]
    assert (failing.phase, failing.reachable, len(failing.smallest.filled)) == ("Errored", True, 1)
