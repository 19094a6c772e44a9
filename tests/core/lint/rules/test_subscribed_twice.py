"""Which subscriptions are to the same repository, and which Stages meet both."""

from __future__ import annotations

import pytest

from tests.core.lint.graphs import CHART, IMAGE, findings, places, request, stage, warehouse

RULE = "subscribed-twice"
BOTH = stage("test", request("one"), request("two"))


def git(url: str) -> dict[str, object]:
    return {"git": {"repoURL": url}}


def found(one: object, two: object, *stages: object) -> list[str]:
    return places(findings(RULE, warehouse("one", CHART, one), warehouse("two", two), *stages or (BOTH,)))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (IMAGE, IMAGE),
        (git("https://git.acme.io/pay.git"), git("https://Git.acme.io/pay")),
        ({"terraform": {"name": "vpc"}}, {"terraform": {"name": "vpc"}}),
    ],
)
def test_the_same_is_what_kargo_takes_for_the_same(one: object, two: object) -> None:
    assert found(one, two) == ["two 0"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (IMAGE, {"image": {"repoURL": "ghcr.io/acme/API"}}),
        (IMAGE, {"chart": {"repoURL": "ghcr.io/acme/api"}}),
        (IMAGE, {"chart": {"repoURL": "https://charts.acme.io", "name": "web"}}),
    ],
)
def test_what_differs_is_another_repository(one: object, two: object) -> None:
    assert found(one, two) == []


def test_no_stage_that_requests_both_is_well() -> None:
    assert found(IMAGE, IMAGE, stage("a", request("one")), stage("b", request("two"))) == []


def test_the_later_of_two_has_the_finding_whatever_the_order_of_requests() -> None:
    turned = stage("prod", request("two"), request("one"))
    (finding,) = findings(RULE, warehouse("one"), warehouse("two"), BOTH, turned)
    assert (finding.name, str(finding.sentence)[:17]) == ("two", "The Warehouse one")
    assert "test, prod requests" in str(finding.sentence)


def test_twice_in_one_warehouse_is_another_finding() -> None:
    assert not findings(RULE, warehouse("one", IMAGE, IMAGE), stage("test", request("one")))
