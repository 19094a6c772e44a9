"""Which Stages have Freight to match."""

from __future__ import annotations

from typing import Any

from tests.core.lint.graphs import findings, request, stage, warehouse

RULE = "match-upstream-misuse"
MATCH: dict[str, Any] = {"autoPromotionOptions": {"selectionPolicy": "MatchUpstream"}}
FIRST = [
    warehouse("images"),
    stage("test", request("images")),
    stage("gate", request("images", "test"), steps=()),
]


def test_a_stage_with_steps_has_freight() -> None:
    assert not findings(RULE, *FIRST, stage("prod", request("images", "test", **MATCH)))


def test_the_newest_freight_matches_nothing() -> None:
    newest: dict[str, Any] = {"autoPromotionOptions": {"selectionPolicy": "NewestFreight"}}
    assert not findings(RULE, *FIRST, stage("prod", request("images", "gate", **newest)))


def test_what_the_webhook_refuses_is_another_finding() -> None:
    assert not findings(RULE, *FIRST, stage("prod", request("images", "gate", "test", **MATCH)))
    assert not findings(RULE, *FIRST, stage("prod", request("images", "gate", direct=True, **MATCH)))


def test_there_is_no_such_policy_before_1_8() -> None:
    last = stage("prod", request("images", "gate", **MATCH))
    assert findings(RULE, *FIRST, last, version="1.8")
    assert not findings(RULE, *FIRST, last, version="1.7")
