"""When a control-flow Stage keeps Freight from ever having soaked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.lint.graphs import findings, places, request, stage, warehouse

RULE = "soak-never-ends"
FIRST = [
    warehouse("images"),
    stage("test", request("images")),
    stage("gate", request("images", "test"), steps=()),
]


def found(*names: str, **sources: Any) -> list[str]:
    last = stage("prod", request("images", *names, **({"requiredSoakTime": "1h"} | sources)))
    return places(findings(RULE, *FIRST, last))


def test_one_is_enough_where_all_are_needed() -> None:
    assert found("gate", "test", availabilityStrategy="All") == ["prod requiredSoakTime"]


@pytest.mark.parametrize(
    ("names", "sources"),
    [
        (("gate", "test"), {}),
        (("test",), {"availabilityStrategy": "All"}),
        (("gate", "elsewhere"), {}),
        (("gate",), {"requiredSoakTime": "0s"}),
        (("gate",), {"direct": True}),
    ],
)
def test_another_stage_to_soak_in_is_enough(names: tuple[str, ...], sources: dict[str, Any]) -> None:
    assert found(*names, **sources) == []
