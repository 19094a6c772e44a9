"""When Freight can never be verified in all of the listed Stages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.lint.graphs import findings, places, request, stage, warehouse

RULE = "all-of-different-origins"
FIRST = [warehouse("images"), warehouse("charts"), stage("test", request("images"))]
OTHER = stage("uat", request("charts"))


def found(*stages: object, **sources: Any) -> list[str]:
    strategy = {"availabilityStrategy": "All", **sources}
    return places(
        findings(RULE, *FIRST, *stages, stage("prod", request("images", "test", "uat", **strategy)))
    )


def test_one_that_requests_none_is_enough() -> None:
    assert found(OTHER) == ["prod availabilityStrategy"]


def test_one_that_gets_none_is_enough() -> None:
    between = stage("between", request("charts"))
    assert found(between, stage("uat", request("images", "between"))) == ["prod availabilityStrategy"]


def test_all_that_get_it_are_well() -> None:
    assert found(stage("uat", request("images", "test"))) == []


@pytest.mark.parametrize("sources", [{"availabilityStrategy": "OneOf"}, {"direct": True}])
def test_one_is_enough_where_not_all_are_needed(sources: dict[str, Any]) -> None:
    assert found(OTHER, **sources) == []


def test_a_stage_that_is_not_there_is_another_finding() -> None:
    assert found() == []
