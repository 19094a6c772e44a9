"""Runs a promotion as Kargo 1.4 does: the first step that does not end well ends it as Errored.

Follows https://github.com/akuity/kargo/blob/v1.4.4/internal/promotion/simple_engine.go
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kargoui.core.expr import ExpressionError, Unknown
from kargoui.core.expr.quoting import quote
from kargoui.core.simulate.engine import config_of, leave_output, own_outcome, scope_of
from kargoui.core.simulate.plan import PlannedStep
from kargoui.core.simulate.surroundings import Surroundings
from kargoui.core.simulate.trace import Outcome, StepTrace, Trace

_AS_EXPECTED: Final = Outcome()
# What Kargo makes of its own slip: it reads the config of every step before the first one runs
NO_CONFIG: Final = "runtime error: invalid memory address or nil pointer dereference"
NOT_BOOLEAN: Final = "expression must evaluate to a boolean"
_RESERVED: Final = re.compile(r"(step|task)-[0-9]+")


class _Ended(Exception):  # noqa: N818 - how a promotion ends, not a fault of this program
    """The promotion is over; the text is what it shows."""

    def __init__(self, message: str, phase: str = "Errored") -> None:
        super().__init__(ended(message))
        self.phase = phase


def promote(around: Surroundings, outcomes: Mapping[str, Outcome]) -> Trace:
    """Runs the steps of a plan up to the first that does not end well."""
    steps: list[StepTrace] = []
    deciding = ""
    if any(step.config is None for step in around.plan.steps):
        return Trace("Errored", NO_CONFIG, ())
    try:
        for index, step in enumerate(around.plan.steps):
            deciding = step.alias
            _step(around, index, step, steps, outcomes.get(step.alias, _AS_EXPECTED))
    except _Ended as end:
        return Trace(end.phase, str(end), tuple(steps), around.outputs, deciding)
    return Trace("Succeeded", "", tuple(steps), around.outputs)


def _step(
    around: Surroundings, index: int, step: PlannedStep, steps: list[StepTrace], outcome: Outcome
) -> None:
    refusal = never_begun(index, step)
    if refusal:
        raise _Ended(refusal)
    trace = StepTrace(step.alias)
    steps.append(trace)
    try:
        if step.guard is not None:
            trace.guard = step.guard.value(scope_of(around, step, trace))
            if not isinstance(trace.guard, bool | Unknown):
                raise ExpressionError(NOT_BOOLEAN)
    except ExpressionError as error:
        raise _Ended(unchecked(index, error)) from None
    if trace.guard is False:
        trace.status = "Succeeded"
        return
    _run(around, step, trace, outcome)
    if isinstance(trace.guard, Unknown):
        _not_known(around, index, step, trace)
        return
    leave_output(around, step, trace.output)
    if trace.status != "Succeeded":
        raise _Ended(threshold_met(index, step, trace.message))


def _not_known(around: Surroundings, index: int, step: PlannedStep, trace: StepTrace) -> None:
    """A step that ends the promotion or does not, depending on what its `if` gives."""
    ends_well, trace.status, trace.ran = trace.status == "Succeeded", "Unknown", False
    around.outputs[step.alias] = trace.guard
    if not ends_well:
        raise _Ended(threshold_met(index, step, trace.message), "Unknown")


def _run(around: Surroundings, step: PlannedStep, trace: StepTrace, outcome: Outcome) -> None:
    try:
        trace.config = config_of(around, step, trace)
    except ExpressionError as error:
        trace.status, trace.message = "Errored", no_config(error)
        return
    trace.ran = True
    ended = concluded(step, step.refusal(trace.config), trace.config, outcome)
    trace.status, trace.message, trace.output = ended


def concluded(
    step: PlannedStep, refusal: str, config: object, outcome: Outcome
) -> tuple[str, str, Mapping[str, object] | Unknown | None]:
    """Status, message and output of a step; `refusal` is what its schema says of its config, "" if well."""
    prefix = f"failed to run step {quote(step.uses)}: "
    if refusal:
        return "Errored", f"{prefix}invalid {step.uses} config: {refusal}", None
    outcome = own_outcome(step, config) or outcome
    if outcome.status == "Succeeded":
        return "Succeeded", outcome.message, outcome.output
    return outcome.status, prefix + outcome.message, None


def never_begun(index: int, step: PlannedStep) -> str:
    """Why a step ends the promotion before it begins; "" where it does not."""
    if step.named and _RESERVED.fullmatch(step.alias):
        return f"error getting step alias for step {index}: step alias {quote(step.alias)} is forbidden"
    return "" if step.check is not None else f"no promotion step runner found for kind {index}"


def no_config(error: object) -> str:
    """What 1.4 says of a config that cannot be evaluated."""
    return f"failed to get step config: {error}"


def unchecked(index: int, error: object) -> str:
    """What 1.4 says of a step whose `if` cannot be evaluated."""
    return f"error checking if step {index} should be skipped: {error}"


def threshold_met(index: int, step: PlannedStep, message: str) -> str:
    """What 1.4 says of a step that did not end well."""
    return f"step {index} met error threshold of {step.error_threshold}: {message}"


def ended(message: str) -> str:
    """What a promotion shows that ended early."""
    return f"step execution failed: {message}"
