"""How a promotion goes on after a step that did not end well, from 1.5 on."""

from __future__ import annotations

import pytest

from kargoui.core.expr import Unknown
from kargoui.core.simulate import Outcome
from tests.core.simulate.projects import IMAGE, compose, project, promote, push, statuses

BOOM = {"a": Outcome("Failed", message="boom")}


def test_steps_without_if_are_skipped_after_a_failure() -> None:
    trace = promote(project(push("a"), push("b")), outcomes=BOOM)
    assert statuses(trace) == {"a": "Failed", "b": "Skipped"}
    assert (trace.phase, trace.message) == ("Failed", 'step "a": boom')


def test_an_if_replaces_the_implied_success() -> None:
    steps = (push("a"), push("b", **{"if": "${{ true }}"}), push("c", **{"if": "${{ success() }}"}))
    assert statuses(promote(project(*steps), outcomes=BOOM)) == {
        "a": "Failed",
        "b": "Succeeded",
        "c": "Skipped",
    }


def test_what_may_continue_on_error_does_not_count() -> None:
    trace = promote(project(push("a", continueOnError=True), push("b")), outcomes=BOOM)
    assert statuses(trace) == {"a": "Failed", "b": "Succeeded"}
    assert (trace.phase, trace.message) == ("Succeeded", "")


def test_an_if_that_is_no_boolean_makes_its_step_errored() -> None:
    trace = promote(project(push("a", **{"if": "${{ 1 }}"}), push("b", **{"if": "${{ failure() }}"})))
    assert statuses(trace) == {"a": "Errored", "b": "Succeeded"}
    assert trace.message == (
        'error checking if step "a" should be skipped: expression must evaluate to a boolean, got float64'
    )


@pytest.mark.parametrize(
    ("version", "status", "message"),
    [
        ("1.6", "Errored", 'step "a" met error threshold of 1: error running step "a": '),
        ("1.9", "Errored", 'an unrecoverable error occurred: error running step "a": '),
        ("1.10", "Failed", 'step "a": '),
    ],
)
def test_a_config_that_breaks_its_schema_is_told_as_each_version_does(
    version: str, status: str, message: str
) -> None:
    step = {"uses": "git-push", "as": "a", "config": {"path": "${{ imageFrom('" + IMAGE + "').Tag[2:] }}"}}
    trace = promote(project(step), version=version)
    refusal = "invalid git-push config: path: String length must be greater than or equal to 1"
    assert (trace.steps[0].status, trace.steps[0].message) == (status, message + refusal)


def test_a_step_of_an_unheard_kind_is_errored() -> None:
    trace = promote(project({"uses": "mine", "as": "a", "config": {}}), version="1.10")
    assert trace.steps[0].message == 'error getting runner for step kind "mine"'


def test_fail_fails_with_its_message() -> None:
    trace = promote(project({"uses": "fail", "as": "a", "config": {"message": "${{ ctx.stage }}"}}))
    assert (trace.phase, trace.message) == ("Failed", 'step "a": failed: test')


def test_an_output_is_there_for_later_steps_with_every_number_a_float() -> None:
    outcomes = {"a": Outcome(output={"n": 3, "commit": "abc"})}
    steps = (push("a"), compose("b", "${{ outputs.a.commit + string(outputs.a.n / 2) }}"))
    assert promote(project(*steps), outcomes=outcomes).outputs["b"] == {"it": "abc1.5"}


def test_what_gave_nothing_is_nil_but_can_be_read() -> None:
    shown = compose("b", "${{ [outputs.a == nil, outputs.a.x, outputs.c == nil] }}")
    assert promote(project(push("a"), shown)).outputs["b"] == {"it": [True, None, True]}


def test_variables_of_the_promotion_do_not_see_outputs() -> None:
    template = [{"name": "x", "value": "${{ outputs == nil }}"}]
    step = compose(
        "a", "${{ [vars.x, vars.y, vars.of] }}", vars=[{"name": "y", "value": "${{ outputs == nil }}"}]
    )
    assert promote(project(step, vars=template)).outputs["a"] == {"it": [True, False, "stage"]}


def test_variables_that_name_the_running_step_are_evaluated_for_each() -> None:
    template = [{"name": "who", "value": "${{ ctx.meta.step.alias }}"}]
    trace = promote(project(compose("a", "${{ vars.who }}"), compose("b", "${{ vars.who }}"), vars=template))
    assert trace.outputs == {"a": {"it": "a"}, "b": {"it": "b"}}


SECRET = {"if": "${{ secret('s').on == 'yes' }}"}


def test_an_if_that_is_not_known_leaves_a_promotion_known_that_ends_well_either_way() -> None:
    trace = promote(project(push("a", **SECRET), push("b")))
    assert statuses(trace) == {"a": "Unknown", "b": "Succeeded"}
    assert (trace.phase, trace.message) == ("Succeeded", "")
    assert trace.steps[0].guard == Unknown('secret("s")')


def test_a_step_that_may_run_and_would_fail_leaves_the_promotion_unknown() -> None:
    broken = {"config": {"path": "${{ nil.path }}"}}
    trace = promote(project(push("a", **SECRET, **broken), push("b")))
    assert (trace.phase, trace.steps[0].status) == ("Unknown", "Unknown")
    assert "cannot fetch path from <nil>" in trace.message or "nil" in trace.message


def test_the_output_of_a_step_that_may_run_is_not_known() -> None:
    trace = promote(project(compose("a", 1, **SECRET), compose("b", "${{ outputs.a.it }}")))
    assert trace.outputs["b"] == {"it": Unknown('secret("s")')}


def test_step_metas_tell_of_the_steps_before() -> None:
    trace = promote(project(push("a"), compose("b", "${{ stepMetas.a.Message }}")), outcomes={})
    assert trace.phase == "Succeeded"
    assert trace.outputs["b"] == {"it": ""}
