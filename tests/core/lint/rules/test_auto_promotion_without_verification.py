"""When a version that nobody has looked at can go on by itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.lint.graphs import findings, places, policies, policy, request, stage, warehouse

RULE = "auto-promotion-without-verification"
NEXT = stage("prod", request("images", "test"))
CHECKS: dict[str, Any] = {"verification": {"analysisTemplates": [{"name": "smoke"}]}}


def found(*others: object, name: str = "test", **spec: Any) -> list[str]:
    first = stage("test", request("images"), **spec)
    return places(findings(RULE, warehouse("images"), policies(policy(name)), first, *others))


def test_a_control_flow_stage_behind_passes_it_on() -> None:
    assert found(stage("gate", request("images", "test"), steps=())) == ["test name"]


@pytest.mark.parametrize(
    "others",
    [
        [],
        [stage("prod", request("images", "test", requiredSoakTime="1h"))],
        [stage("prod", request("images", "test", direct=True))],
    ],
)
def test_no_stage_behind_takes_it_at_once(others: list[object]) -> None:
    assert found(*others) == []


def test_one_stage_behind_without_soak_time_is_enough() -> None:
    assert found(NEXT, stage("load", request("images", "test", requiredSoakTime="1h"))) == ["test name"]


def test_somebody_looks_at_it() -> None:
    assert found(NEXT, **CHECKS) == []
    assert found(NEXT, name="prod") == []


def test_a_control_flow_stage_is_not_promoted_to() -> None:
    assert found(NEXT, steps=()) == []
