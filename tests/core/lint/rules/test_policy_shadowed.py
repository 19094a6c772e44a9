"""When earlier policies have decided for all Stages that a policy selects."""

from __future__ import annotations

from tests.core.lint.graphs import findings, places, policies, policy, request, stage, warehouse

RULE = "policy-shadowed"
FIRST = [
    warehouse("images"),
    stage("test", request("images"), labels={"tier": "low"}),
    stage("prod", request("images", "test")),
]
EVERY = policy("glob:*", enabled=False)


def test_what_decides_otherwise_has_no_fix() -> None:
    (found,) = findings(RULE, *FIRST, policies(EVERY, policy("test")))
    assert found.path == ("spec", "promotionPolicies", 1)
    assert found.fix is None
    assert "decide otherwise" in str(found.sentence)


def test_a_special_policy_before_a_general_one_is_how_it_is_meant() -> None:
    assert not findings(RULE, *FIRST, policies(policy("test"), EVERY))


def test_several_policies_together_can_leave_nothing() -> None:
    (found,) = findings(RULE, *FIRST, policies(policy("test"), policy("prod", enabled=False), EVERY))
    assert "(1, 2) select test, prod too" in str(found.sentence)


def test_labels_and_names_can_select_the_same() -> None:
    labels = {
        "stageSelector": {"labelSelector": {"matchLabels": {"tier": "low"}}},
        "autoPromotionEnabled": True,
    }
    (found,) = findings(RULE, *FIRST, policies(labels, policy("test")))
    assert found.fix is not None


def test_a_second_policy_for_a_name_is_refused_by_kargo() -> None:
    assert not findings(RULE, *FIRST, policies(policy("test"), policy("test")))
    assert not findings(RULE, *FIRST, policies({"stage": "test"}, policy("test")))


def test_one_that_selects_nothing_is_another_finding() -> None:
    assert not findings(RULE, *FIRST, policies(EVERY, policy("uat")))


def test_behind_a_pattern_that_cannot_be_read_nothing_is_said() -> None:
    assert places(findings(RULE, *FIRST, policies(policy("regex:["), policy("test")))) == []
