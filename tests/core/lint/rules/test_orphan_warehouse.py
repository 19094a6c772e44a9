"""Which Warehouses are of use."""

from __future__ import annotations

from tests.core.lint.graphs import findings, places, request, stage, warehouse

RULE = "orphan-warehouse"


def test_one_that_comes_through_other_stages_is_requested() -> None:
    stages = [stage("test", request("images")), stage("prod", request("images", "test"))]
    assert not findings(RULE, warehouse("images"), *stages)
    assert places(findings(RULE, warehouse("charts"), warehouse("images"), *stages)) == ["charts name"]


def test_warehouses_without_stages_are_one_file_of_several() -> None:
    assert not findings(RULE, warehouse("images"))
