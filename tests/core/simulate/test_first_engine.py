"""How a promotion ends under 1.4, and what is different there."""

from __future__ import annotations

from kargoui.core.simulate import Outcome
from tests.core.simulate.projects import CHARTS, compose, project, promote, push, statuses


def test_the_first_failure_ends_the_promotion_as_errored() -> None:
    trace = promote(
        project(push("a"), push("b")), version="1.4", outcomes={"a": Outcome("Failed", message="boom")}
    )
    assert statuses(trace) == {"a": "Failed"}
    assert trace.phase == "Errored"
    assert trace.message == (
        'step execution failed: step 0 met error threshold of 1: failed to run step "git-push": boom'
    )


def test_a_skipped_step_counts_as_succeeded() -> None:
    trace = promote(project(push("a", **{"if": "${{ false }}"}), push("b")), version="1.4")
    assert statuses(trace) == {"a": "Succeeded", "b": "Succeeded"}
    assert set(trace.outputs) == {"b"}


def test_an_error_in_an_if_ends_the_promotion() -> None:
    trace = promote(project(push("a", **{"if": "${{ 1 }}"}), push("b")), version="1.4")
    assert statuses(trace) == {"a": ""}
    assert trace.message == (
        "step execution failed: error checking if step 0 should be skipped: "
        "expression must evaluate to a boolean"
    )


def test_an_empty_slot_is_an_error() -> None:
    trace = promote(project(compose("a", "${{ chartFrom('" + CHARTS + "', 'api').Version }}")), version="1.4")
    assert f'chart "api" from repo {CHARTS} not found in referenced Freight' in trace.message


def test_unnamed_steps_are_numbered_from_zero_in_the_inflated_list() -> None:
    task = {"steps": [{"uses": "git-push", "config": {"path": "a"}}] * 2}
    steps = ({"task": {"name": "t"}}, {"uses": "git-push", "config": {"path": "a"}})
    trace = promote(project(*steps, tasks={"t": task}), version="1.4")
    assert list(statuses(trace)) == ["task-0::step-0", "task-0::step-1", "step-2"]


def test_an_alias_like_those_of_unnamed_steps_is_forbidden() -> None:
    trace = promote(project(push("step-7")), version="1.4")
    assert trace.message == (
        'step execution failed: error getting step alias for step 0: step alias "step-7" is forbidden'
    )


def test_a_step_without_config_crashes_the_promotion() -> None:
    trace = promote(project(push("a"), {"uses": "git-clear"}), version="1.4")
    assert (trace.phase, trace.steps) == ("Errored", ())
    assert trace.message == "runtime error: invalid memory address or nil pointer dereference"


def test_a_stage_has_no_variables_of_its_own() -> None:
    trace = promote(project(compose("a", "${{ vars.of }}")), version="1.4")
    assert trace.outputs == {"a": {"it": None}}
