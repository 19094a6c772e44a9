"""What is a circle of Freight, and what only looks like one."""

from __future__ import annotations

from tests.core.lint.graphs import findings, places, request, stage, warehouse

RULE = "stage-cycle"
FIRST = [warehouse("images"), warehouse("charts")]


def test_the_circle_is_told_in_the_direction_of_freight() -> None:
    stages = [stage(name, request("images", before)) for name, before in (("a", "c"), ("b", "a"), ("c", "b"))]
    (found,) = findings(RULE, *FIRST, *stages)
    assert places([found]) == ["a 0"]
    assert "nowhere: a → b → c → a." in str(found.sentence)


def test_a_stage_can_wait_for_itself() -> None:
    (found,) = findings(RULE, *FIRST, stage("a", request("images", "a")))
    assert "a → a" in str(found.sentence)


def test_freight_of_different_origins_goes_in_no_circle() -> None:
    one = stage("a", request("images"), request("charts", "b"))
    assert not findings(RULE, *FIRST, one, stage("b", request("charts"), request("images", "a")))


def test_direct_freight_waits_for_no_stage() -> None:
    one = stage("a", request("images", "b", direct=True))
    assert not findings(RULE, *FIRST, one, stage("b", request("images", "a")))


def test_a_circle_into_which_freight_gets_is_told_as_one_that_works() -> None:
    one = stage("a", request("images", "test", "b"))
    (found,) = findings(
        RULE, *FIRST, stage("test", request("images")), one, stage("b", request("images", "a"))
    )
    assert places([found]) == ["a 1"]
    assert "can go in a circle" in str(found.sentence)


def test_circles_apart_have_a_finding_each() -> None:
    pairs = [stage(name, request("images", other)) for name, other in ("ab", "ba", "cd", "dc")]
    assert places(findings(RULE, *FIRST, *pairs)) == ["a 0", "c 0"]
