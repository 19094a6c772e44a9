"""When options for auto-promotion have an effect."""

from __future__ import annotations

from typing import Any

from tests.core.lint.graphs import findings, places, policies, policy, request, stage, warehouse

RULE = "auto-promotion-without-policy"
MATCH: dict[str, Any] = {"autoPromotionOptions": {"selectionPolicy": "MatchUpstream"}}
FIRST = [
    warehouse("images"),
    stage("test", request("images")),
    stage("prod", request("images", "test", **MATCH)),
]


def test_a_policy_has_to_enable_it() -> None:
    assert places(findings(RULE, *FIRST, policies(policy("prod", enabled=False)))) == [
        "prod autoPromotionOptions"
    ]
    assert not findings(RULE, *FIRST, policies(policy("glob:p*")))


def test_without_a_project_config_nobody_knows() -> None:
    assert not findings(RULE, *FIRST)
