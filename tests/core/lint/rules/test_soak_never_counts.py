"""Where a soak time is looked at, and where it is not."""

from __future__ import annotations

from tests.core.lint.graphs import findings, places, request, stage, warehouse

RULE = "soak-never-counts"
FIRST = [warehouse("images"), stage("test", request("images"))]


def test_beside_upstream_stages_it_is_not_clear_which_is_wrong() -> None:
    found = findings(
        RULE, *FIRST, stage("prod", request("images", "test", direct=True, requiredSoakTime="1h"))
    )
    assert places(found) == ["prod requiredSoakTime"]
    assert found[0].fix is None


def test_it_counts_in_upstream_stages() -> None:
    assert not findings(RULE, *FIRST, stage("prod", request("images", "test", requiredSoakTime="1h")))


def test_no_time_at_all_is_no_soak_time() -> None:
    assert not findings(RULE, *FIRST, stage("prod", request("images", requiredSoakTime="0h0m0.0s")))
