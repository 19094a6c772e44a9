"""Where Freight soaks in a Stage that the list does not name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.lint.graphs import findings, request, stage, warehouse

RULE = "all-with-soak-time"
ALL = {"availabilityStrategy": "All", "requiredSoakTime": "12h"}
TESTS = [stage("eu", request("images", "dev")), stage("us", request("images", "dev"))]
FIRST = [warehouse("images"), stage("dev", request("images"))]


def found(*names: str, before: list[Any] = FIRST, tests: list[Any] = TESTS, **sources: Any) -> list[str]:
    last = stage("prod", request("images", *names, **(ALL | sources)))
    return [str(each.sentence) for each in findings(RULE, *before, *tests, last)]


def test_the_stage_before_is_named() -> None:
    assert "soaked for 12h in dev too" in found("eu", "us")[0]


def test_one_listed_stage_is_enough() -> None:
    assert found("eu")


@pytest.mark.parametrize(
    "sources",
    [
        {"availabilityStrategy": "OneOf"},
        {"requiredSoakTime": "0s"},
        {"requiredSoakTime": None},
        {"direct": True},
    ],
)
def test_one_of_or_no_soak_time_is_well(sources: dict[str, Any]) -> None:
    assert found("eu", "us", **sources) == []


def test_stages_at_the_beginning_have_none_before_them() -> None:
    assert found("eu", "us", tests=[stage("eu", request("images")), stage("us", request("images"))]) == []


def test_a_list_with_all_stages_before_is_well() -> None:
    assert found("dev", "eu", "us") == []


def test_freight_does_not_soak_in_a_control_flow_stage() -> None:
    gate = [warehouse("images"), stage("dev", request("images"), steps=())]
    assert found("eu", "us", before=gate) == []
    behind = [
        warehouse("images"),
        stage("lab", request("images")),
        stage("dev", request("images", "lab"), steps=()),
    ]
    assert "in lab too" in found("eu", "us", before=behind)[0]
