"""Which of the Stages that get no Freight are named."""

from __future__ import annotations

from typing import Any

from tests.core.lint.graphs import findings, places, request, stage, warehouse

RULE = "unreachable-stage"
FIRST = [warehouse("images"), warehouse("charts"), stage("test", request("images"))]


def test_those_behind_are_named_at_the_first() -> None:
    behind = [stage("uat", request("charts", "test")), stage("prod", request("charts", "uat"))]
    (found,) = findings(RULE, *FIRST, *behind)
    assert places([found]) == ["uat requestedFreight"]
    assert "So none gets to prod." in str(found.sentence)


def test_one_kind_of_freight_is_enough() -> None:
    assert not findings(RULE, *FIRST, stage("uat", request("charts", "test"), request("images", "test")))


def test_what_is_not_there_is_another_finding_and_those_behind_are_named() -> None:
    lost = stage("lost", request("images", "nowhere"))
    assert not findings(RULE, *FIRST, lost, stage("also-lost", request("gone")))
    assert places(findings(RULE, *FIRST, lost, stage("behind", request("images", "lost")))) == [
        "behind requestedFreight"
    ]


def test_all_of_several_needs_all_of_them() -> None:
    other = stage("uat", request("charts"))
    both: dict[str, Any] = {"availabilityStrategy": "All"}
    assert findings(RULE, *FIRST, other, stage("prod", request("images", "test", "uat", **both)))
    assert not findings(RULE, *FIRST, other, stage("prod", request("images", "test", "uat")))


def test_a_circle_is_another_finding() -> None:
    circle = [stage("a", request("images", "b")), stage("b", request("images", "a"))]
    assert not findings(RULE, *FIRST, *circle)
