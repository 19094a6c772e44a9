"""Which upstream Stages do not pass on what is requested."""

from __future__ import annotations

from tests.core.lint.graphs import findings, places, request, stage, warehouse

RULE = "freight-not-passed-on"
FIRST = [warehouse("images"), warehouse("charts"), stage("test", request("images"))]


def test_each_stage_that_requests_none_is_named() -> None:
    other = stage("uat", request("charts"))
    found = findings(RULE, *FIRST, other, stage("prod", request("images", "uat", "test")))
    assert places(found) == ["prod 0"]
    assert "uat requests no Freight from images" in str(found[0].sentence)


def test_a_stage_that_is_not_there_is_another_finding() -> None:
    assert not findings(RULE, *FIRST, stage("prod", request("charts", "nowhere")))


def test_a_control_flow_stage_passes_on_what_it_requests_and_no_more() -> None:
    gate = stage("gate", request("images", "test"), steps=())
    assert not findings(RULE, *FIRST, gate, stage("prod", request("images", "gate")))
    assert places(findings(RULE, *FIRST, gate, stage("prod", request("charts", "gate")))) == ["prod 0"]


def test_all_of_several_is_another_rule_unless_none_passes_it_on() -> None:
    other = stage("uat", request("charts"))
    some = stage("prod", request("images", "uat", "test", availabilityStrategy="All"))
    assert not findings(RULE, *FIRST, other, some)
    none = stage("prod", request("charts", "test", availabilityStrategy="All"))
    assert places(findings(RULE, *FIRST, none)) == ["prod 0"]
