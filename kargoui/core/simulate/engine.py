"""Runs a promotion as Kargo 1.5 and later do: a step that does not end well lets the next ones decide.

Follows https://github.com/akuity/kargo/blob/v1.11.2/pkg/promotion/local_orchestrator.go
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kargoui.core.expr import ExpressionError, Scope, StepMeta, Unknown
from kargoui.core.expr.quoting import quote
from kargoui.core.simulate.plan import PlannedStep
from kargoui.core.simulate.surroundings import NoOutput, Surroundings
from kargoui.core.simulate.templates import Unreadable, as_output
from kargoui.core.simulate.trace import Outcome, StepTrace, Trace
from kargoui.core.simulate.wording import Wording, wording

_BAD: Final = frozenset({"Failed", "Errored"})
_SEVERITY: Final = {"Succeeded": 0, "Skipped": 1, "Unknown": 3, "Failed": 4, "Errored": 5}
_AS_EXPECTED: Final = Outcome()


def promote(around: Surroundings, outcomes: Mapping[str, Outcome]) -> Trace:
    """Runs every step of a plan."""
    words = wording(around.plan.version)
    steps: list[StepTrace] = []
    failed = False
    for step in around.plan.steps:
        trace = StepTrace(step.alias)
        around.metas.append(StepMeta(step.alias, "", step.continue_on_error))
        outcome = outcomes.get(step.alias, _AS_EXPECTED)
        if _runs(around, step, trace, words, failed=failed):
            _run(around, step, trace, words, outcome)
        elif isinstance(trace.guard, Unknown):
            _may_run(around, step, trace, words, outcome)
        around.metas[-1] = StepMeta(step.alias, trace.status, step.continue_on_error, trace.message)
        failed = failed or (trace.status in _BAD and not step.continue_on_error)
        steps.append(trace)
    phase, message, deciding = _final(around, steps)
    return Trace(phase, message, tuple(steps), around.outputs, deciding)


def _runs(around: Surroundings, step: PlannedStep, trace: StepTrace, words: Wording, *, failed: bool) -> bool:
    """Whether a step gets to run; else its trace says why not."""
    if step.guard is None:
        if failed:
            trace.status = "Skipped"
        return not failed
    try:
        trace.guard = step.guard.value(scope_of(around, step, trace))
        if isinstance(trace.guard, Unknown):
            trace.status = "Unknown"
            return False
        if not isinstance(trace.guard, bool):
            raise ExpressionError(words.not_boolean(trace.guard))
    except ExpressionError as error:
        trace.status, trace.message = "Errored", unchecked(step, error)
        return False
    if not trace.guard:
        trace.status = "Skipped"
    return trace.guard


def _run(around: Surroundings, step: PlannedStep, trace: StepTrace, words: Wording, outcome: Outcome) -> None:
    if step.check is None:
        trace.status, trace.message = "Errored", words.unknown_kind(step.uses)
        return
    try:
        trace.config = config_of(around, step, trace)
    except ExpressionError as error:
        trace.status, trace.message = "Errored", words.no_config(str(error))
        if not words.builds_context:
            leave_output(around, step, None)
        return
    trace.ran = True
    ended = concluded(step, step.refusal(trace.config), trace.config, words, outcome)
    trace.status, trace.message, trace.output = ended
    leave_output(around, step, trace.output)


def concluded(
    step: PlannedStep, refusal: str, config: object, words: Wording, outcome: Outcome
) -> tuple[str, str, Mapping[str, object] | Unknown | None]:
    """Status, message and output of a step; `refusal` is what its schema says of its config, "" if well."""
    if refusal:
        return *words.refused(
            step.alias, step.error_threshold, f"invalid {step.uses} config: {refusal}"
        ), None
    outcome = own_outcome(step, config) or outcome
    if outcome.status == "Failed":
        return *words.failed(step.alias, outcome.message), None
    if outcome.status == "Errored":
        return *words.errored(step.alias, outcome.message), None
    return outcome.status, outcome.message, outcome.output if outcome.status == "Succeeded" else None


def _may_run(
    around: Surroundings, step: PlannedStep, trace: StepTrace, words: Wording, outcome: Outcome
) -> None:
    """Runs a step whose `if` is not known, to see what becomes of it if that is true.

    It keeps its status Unknown, without a message where it would end well.
    """
    tried = StepTrace(step.alias, scope=trace.scope)
    _run(around, step, tried, words, outcome)
    trace.config = tried.config
    trace.message = tried.message if tried.status in ("Failed", "Errored") else ""
    given = [alias for alias in (step.alias, step.task) if alias in around.outputs]
    if step.uses != "compose-output":
        given = given[:1]
    around.outputs.update(dict.fromkeys(given, trace.guard))


def config_of(around: Surroundings, step: PlannedStep, trace: StepTrace) -> object:
    """A step's evaluated config, None where it has none or Kargo cannot read it back."""
    if step.config is None:
        return None
    scope = scope_of(around, step, trace)
    if step.config.evaluate is None:
        return step.config.constant
    try:
        return step.config.evaluate(around.with_secrets(scope))
    except Unreadable:
        return None


def scope_of(around: Surroundings, step: PlannedStep, trace: StepTrace) -> Scope:
    """What a step sees, made once: nothing changes between its `if` and its config."""
    if trace.scope is None:
        trace.scope = around.scope(step)
    return trace.scope


def own_outcome(step: PlannedStep, config: object) -> Outcome | None:
    """The outcome of the steps that depend on nothing but their config."""
    if not isinstance(config, dict):
        return None
    if step.uses == "compose-output":
        output = as_output(config)
        assert isinstance(output, dict)  # noqa: S101 - for mypy: it is the config
        return Outcome(output=output)
    if step.uses == "fail":
        message = config.get("message")
        if isinstance(message, Unknown):
            message = f"({message})"
        return Outcome("Failed", message=f"failed: {message}" if message else "failed")
    return None


def leave_output(around: Surroundings, step: PlannedStep, output: object) -> None:
    """Puts a step's output where later steps find it; compose-output's in a task is the task's, too."""
    given = given_output(output)
    around.outputs[step.alias] = given
    if step.task and step.uses == "compose-output":
        of_task = around.outputs.setdefault(step.task, {})
        if isinstance(of_task, dict) and isinstance(given, dict):
            of_task.update(given)


def unchecked(step: PlannedStep, error: object) -> str:
    """What Kargo says of a step whose `if` cannot be evaluated."""
    return f"error checking if step {quote(step.alias)} should be skipped: {error}"


def given_output(output: object) -> object:
    """A step's output as later steps find it."""
    return as_output(output) if isinstance(output, Mapping | Unknown) else NoOutput()


def _final(around: Surroundings, steps: list[StepTrace]) -> tuple[str, str, str]:
    """Phase, message and alias of the worst step that the promotion may not continue after."""
    worst, message, alias = "Succeeded", "", ""
    for meta, trace in zip(around.metas, steps, strict=True):
        harmless = trace.status == "Unknown" and not trace.message
        if not harmless and not meta.continue_on_error and _SEVERITY[trace.status] > _SEVERITY[worst]:
            worst, message, alias = trace.status, trace.message, trace.alias
    if worst == "Skipped":
        return "Succeeded", message, ""
    return worst, message, alias
