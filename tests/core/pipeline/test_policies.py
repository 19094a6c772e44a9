from __future__ import annotations

import pytest

from kargoui.core.pipeline import AutoPromotion, StageNode, auto_promotion, promotion_policies
from tests.core.pipeline.manifests import manifest

ON = {"autoPromotionEnabled": True}


def decide(name: str, *policies: object, labels: dict[str, str] | None = None) -> AutoPromotion:
    return auto_promotion([StageNode(name, labels=labels or {})], policies)[name]


def selected(name: str, selector: object, labels: dict[str, str] | None = None) -> bool:
    return decide(name, {"stageSelector": selector, **ON}, labels=labels).enabled


def test_the_first_policy_that_selects_a_stage_decides() -> None:
    policies = [{"stage": "other", **ON}, {"stage": "test"}, {"stageSelector": {"name": "glob:*"}, **ON}]
    assert decide("test", *policies) == AutoPromotion(enabled=False, policy=1)
    assert decide("prod", *policies) == AutoPromotion(enabled=True, policy=2)
    assert decide("prod", *policies[:2]) == AutoPromotion(enabled=False)


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("test", ["test"], ["test2", "atest"]),
        ("regex:^test-", ["test-eu"], ["a-test-eu"]),
        ("regexp:est", ["test", "nest"], ["eat"]),
        ("glob:test-*", ["test-", "test-eu-1"], ["test", "a-test-1"]),
        ("glob:test-?", ["test-1"], ["test-12"]),
        ("glob:{test,prod}-[a-c]", ["test-a", "prod-c"], ["test-d", "dev-a"]),
        ("glob:[!t]*", ["prod"], ["test"]),
        (r"glob:a\*b", ["a*b"], ["axb"]),
        (r"glob:[\d-f]x", ["dx", "ex"], ["1x", "\\x"]),
        ("glob:a.b", ["a.b"], ["axb"]),
        ("glob:a,b", ["a,b"], ["a"]),
        ("glob:**/test", ["test"], ["atest"]),
        ("glob:test/**", ["test"], ["tests"]),
        ("glob:a**b", ["ab", "axyb"], ["abc"]),
    ],
)
def test_names_match_as_in_kargo(pattern: str, matching: list[str], others: list[str]) -> None:
    assert [name for name in [*matching, *others] if selected(name, {"name": pattern})] == matching


@pytest.mark.parametrize("pattern", ["regex:(", "glob:[", "glob:[]", "glob:{a", "glob:a}", "glob:a\\"])
def test_a_pattern_that_cannot_be_compiled_stops_the_search(pattern: str) -> None:
    policies = [{"stage": "first", **ON}, {"stageSelector": {"name": pattern}, **ON}, {"stage": "last", **ON}]
    assert decide("first", *policies).enabled
    assert decide("last", *policies) == AutoPromotion(enabled=False, policy=1, broken=True)


def test_labels_and_name_must_both_match() -> None:
    selector = {"name": "glob:test-*", "matchLabels": {"tier": "test"}}
    assert selected("test-1", selector, {"tier": "test", "more": "x"})
    assert not selected("test-1", selector, {"tier": "prod"})
    assert not selected("prod-1", selector, {"tier": "test"})


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ({"key": "tier", "operator": "In", "values": ["a", "test"]}, True),
        ({"key": "tier", "operator": "NotIn", "values": ["test"]}, False),
        ({"key": "absent", "operator": "NotIn", "values": ["test"]}, True),
        ({"key": "tier", "operator": "Exists"}, True),
        ({"key": "tier", "operator": "DoesNotExist"}, False),
    ],
)
def test_expressions_on_labels(requirement: object, expected: bool) -> None:
    assert selected("s", {"matchExpressions": [requirement]}, {"tier": "test"}) is expected


@pytest.mark.parametrize(
    "requirement", [{"key": "a", "operator": "In"}, {"key": "a", "operator": "Like"}, "?"]
)
def test_a_label_selector_that_cannot_be_compiled_stops_the_search(requirement: object) -> None:
    broken = {"stageSelector": {"matchExpressions": [requirement]}, **ON}
    assert decide("s", broken).broken
    guarded = {"stageSelector": {"name": "other", "matchExpressions": [requirement]}, **ON}
    assert not decide("s", guarded).broken


def test_an_empty_selector_selects_every_stage() -> None:
    assert selected("anything", {})


@pytest.mark.parametrize(
    "policy", [None, "x", {}, {"stage": 1, **ON}, {"stageSelector": [], **ON}, {"stage": None, **ON}]
)
def test_nonsense_selects_nothing(policy: object) -> None:
    assert decide("s", policy) == AutoPromotion(enabled=False)


def test_a_regex_that_backtracks_elsewhere_answers_at_once() -> None:
    assert not selected("a" * 240 + "!", {"name": "regex:^(a+)+$"})


def test_where_policies_stand_depends_on_the_version() -> None:
    project = manifest("Project", "acme", {"promotionPolicies": ["of project"]})
    config = manifest("ProjectConfig", "acme", {"promotionPolicies": ["of config"]})
    assert promotion_policies([project, config], "1.4") == ["of project"]
    assert promotion_policies([project, config], "v1.5.3") == ["of config"]
    assert promotion_policies([project], "1.6") == ["of project"]
    assert promotion_policies([project], "1.11") == []
    assert promotion_policies([], "1.4") == []
