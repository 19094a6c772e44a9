"""What a policy can select by."""

from __future__ import annotations

import pytest

from tests.core.lint.graphs import findings, manifest, places, policies, policy, request, stage, warehouse

RULE = "selector-matches-nothing"
FIRST = [warehouse("images"), stage("test-eu", request("images"), labels={"tier": "test"})]
LABELS = {"labelSelector": {"matchLabels": {"tier": "test"}}}


@pytest.mark.parametrize("name", ["test-eu", "glob:test-*", "regex:^test"])
def test_names_and_patterns_select(name: str) -> None:
    assert not findings(RULE, *FIRST, policies(policy(name)))


@pytest.mark.parametrize("name", ["test", "glob:prod-*", "regex:^eu"])
def test_names_and_patterns_can_miss(name: str) -> None:
    assert places(findings(RULE, *FIRST, policies(policy(name)))) == ["acme-pay stageSelector"]


def test_labels_select_as_well() -> None:
    assert not findings(RULE, *FIRST, policies({"stageSelector": LABELS}))
    assert findings(RULE, *FIRST, policies({"stageSelector": {**LABELS, "name": "test"}}))


def test_the_older_form_names_a_stage() -> None:
    assert places(findings(RULE, *FIRST, policies({"stage": "test"}))) == ["acme-pay stage"]


def test_a_stage_that_others_only_name_is_not_there() -> None:
    late = stage("prod", request("images", "uat"))
    assert places(findings(RULE, *FIRST, late, policies(policy("uat")))) == ["acme-pay stageSelector"]


def test_a_pattern_that_cannot_be_read_is_another_finding() -> None:
    assert not findings(RULE, *FIRST, policies(policy("regex:[")))


def test_policies_without_stages_are_one_file_of_several() -> None:
    assert not findings(RULE, policies(policy("test")))


def test_in_1_4_the_policies_are_those_of_the_project() -> None:
    project = manifest("Project", "acme-pay", {"promotionPolicies": [{"stage": "test"}]})
    assert [each.kind for each in findings(RULE, *FIRST, project, version="1.4")] == ["Project"]
    assert not findings(RULE, *FIRST, project)
