"""Steps that would fail as well, were they not skipped because an earlier one has failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kargoui.core.expr import ExpressionError
from kargoui.core.expr.engine import program
from kargoui.core.expr.nodes import Call, Member, Name, Node, children
from kargoui.core.expr.reads import FINDERS, template_reads
from kargoui.core.expr.template import template_of
from kargoui.core.lint.failing import Failure, RunStep, failures, placed, steps_of
from kargoui.core.lint.subjects import Manifest
from kargoui.core.simulate import Case, Cases, Plan, PlannedStep, foreseen, plan
from kargoui.core.simulate.surroundings import surroundings
from kargoui.core.simulate.templates import Unreadable

if TYPE_CHECKING:
    from kargoui.core.lint.context import Context


def all_failures(stage: Manifest, found: Cases, context: Context) -> tuple[Failure, ...]:
    """The steps of a Stage that fail in cases which can be reached, and those that would behind them."""
    own = tuple(failures(stage, found, context))
    return (*own, *failures_behind(stage, own, context))


def failures_behind(stage: Manifest, failed: Sequence[Failure], context: Context) -> Iterator[Failure]:
    """Of a Stage with failing steps, those behind them that Freight is missing for too."""
    if not failed:
        return
    steps = steps_of(stage, context)
    # A RunStep is made anew each time; the Steps in it are not.
    failing = {(id(each.run.step), id(each.run.reference)): each for each in failed}
    before: dict[Case, None] = {}
    for place, run in enumerate(steps):
        own = failing.get((id(run.step), id(run.reference)))
        if own is not None:
            before[own.smallest] = None
        elif before and _waits(run, context.version) and _reads_blindly(run, context.version):
            planned = plan(context.project, stage.name, context.version)
            yield from _behind(stage, run, planned.steps[place], before, planned, context)


def _behind(
    stage: Manifest, run: RunStep, step: PlannedStep, cases: Iterable[Case], planned: Plan, context: Context
) -> Iterator[Failure]:
    def error(filled: frozenset[str], target: str) -> str:
        return _error(planned, step, Case(filled, target), context)

    for case in cases:
        message = error(case.filled, case.target)
        if message:
            others = [origin for origin in dict.fromkeys(planned.requests) if origin not in case.filled]
            empty = [each for each in others if not error(case.filled | {each}, case.target)] or others
            place = placed(stage, run, message, context.version)
            always = bool(error(frozenset(planned.requests), case.target))
            yield Failure(stage.name, run, *place, message, case, tuple(empty), always)


def _error(planned: Plan, step: PlannedStep, case: Case, context: Context) -> str:
    """Why a step could not be evaluated in a case if nothing had failed before, "" where it could."""
    around = surroundings(context.project, planned, case, "")
    around.outputs.update({alias: outcome.output for alias, outcome in foreseen(planned).items()})
    try:
        scope = around.scope(step)
        if step.config is not None and (step.guard is None or step.guard.value(scope) is True):
            step.config.value(scope)
    except ExpressionError as error:
        return str(error)
    except Unreadable:
        pass
    return ""


def _waits(run: RunStep, version: str) -> bool:
    """Whether a step is skipped once an earlier one has failed."""
    return not run.step.guard or template_reads(run.step.guard, version, "if").failure


def _reads_blindly(run: RunStep, version: str) -> bool:
    """Whether a step reads something of Freight without `?.`, so that it is worth a try."""
    return any(
        _is_blind(each.text, version, each.where)
        for each in run.step.expressions
        if any(name in each.text for name in FINDERS)
    )


@lru_cache(maxsize=4096)
def _is_blind(text: str, version: str, where: str) -> bool:
    template = template_of(text, version)
    for _, part in template.parts if template is not None else ():
        try:
            waiting = [program(part, version, where).tree]
        except ExpressionError:
            continue
        while waiting:
            node = waiting.pop()
            waiting += children(node)
            if isinstance(node, Member) and not node.optional and _finds(node.node):
                return True
    return False


def _finds(node: Node) -> bool:
    return isinstance(node, Call) and isinstance(node.callee, Name) and node.callee.name in FINDERS
