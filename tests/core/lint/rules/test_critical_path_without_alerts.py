"""What tells somebody of a failure, and which Stages are at the end of a pipeline."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.lint.graphs import CLEAR, findings, places, request, stage, task, warehouse

RULE = "critical-path-without-alerts"
FIRST = [warehouse("images"), stage("test", request("images"))]
CALL = {"uses": "http", "if": "${{ failure() }}", "config": {"method": "POST", "url": "https://acme.io"}}


def found(*steps: object, others: tuple[object, ...] = ()) -> list[str]:
    last = stage("prod", request("images", "test"), steps=steps or (CLEAR,))
    return places(findings(RULE, *FIRST, last, *others))


@pytest.mark.parametrize(
    "step",
    [
        CALL,
        {**CALL, "if": "${{ always() }}"},
        {**CALL, "if": '${{ status("push") == "Errored" }}'},
        {"uses": "send-message", "if": "${{ failure() }}"},
    ],
)
def test_steps_that_run_after_a_failure_tell(step: object) -> None:
    assert found(CLEAR, step) == []


@pytest.mark.parametrize(
    "step", [{**CALL, "if": "${{ success() }}"}, {"uses": "http"}, {**CLEAR, "if": "${{ failure() }}"}]
)
def test_other_steps_do_not(step: object) -> None:
    assert found(CLEAR, step) == ["prod name"]


def test_a_task_tells_as_well() -> None:
    assert found({"task": {"name": "notify"}}, others=(task("notify", CALL),)) == []


def test_a_router_of_events_tells() -> None:
    router: dict[str, Any] = {"apiVersion": "ee.kargo.akuity.io/v1alpha1", "kind": "EventRouter"}
    assert found(others=({**router, "metadata": {"name": "failed", "namespace": "acme-pay"}},)) == []


def test_there_is_one_finding_for_all_last_stages() -> None:
    late = [stage(f"prod-{name}", request("images", "test")) for name in "abcdefg"]
    (finding,) = findings(RULE, *FIRST, *late)
    assert "prod-a, prod-b, prod-c, prod-d, prod-e, … (7)" in str(finding.sentence)


def test_one_stage_alone_is_no_pipeline() -> None:
    assert not findings(RULE, *FIRST)
    assert not findings(RULE, *FIRST, stage("gate", request("images", "test"), steps=()))
