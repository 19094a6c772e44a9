"""Steps that would fail as well, were they not skipped because an earlier one has failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kargoui.core.expr import ExpressionError
from kargoui.core.expr.engine import program
from kargoui.core.expr.nodes import Call, Member, Name, Node, children
from kargoui.core.expr.reads import FINDERS, template_reads
from kargoui.core.expr.template import template_of
from kargoui.core.lint.failing import Failure, RunStep, placed, steps_of
from kargoui.core.simulate import Case, Plan, PlannedStep, foreseen, plan
from kargoui.core.simulate.surroundings import surroundings
from kargoui.core.simulate.templates import Unreadable

if TYPE_CHECKING:
    from kargoui.core.lint.context import Context


def failures_behind(failed: Iterable[Failure], context: Context) -> Iterator[Failure]:
    """Of each Stage with failing steps, those behind them that Freight is missing for too."""
    by_stage: dict[str, list[Failure]] = {}
    for failure in failed:
        by_stage.setdefault(failure.stage, []).append(failure)
    for name, found in by_stage.items():
        planned = plan(context.project, name, context.version)
        steps = steps_of(context.manifests["Stage", name], context)
        # A RunStep is made anew each time; the Steps in it are not.
        failing = {(id(each.run.step), id(each.run.reference)): each for each in found}
        before: list[Failure] = []
        for run, step in zip(steps, planned.steps, strict=True):
            own = failing.get((id(run.step), id(run.reference)))
            if own is not None:
                before.append(own)
            elif before and _waits(run, context.version) and _reads_blindly(run, context.version):
                yield from _behind(
                    name, run, step, {each.smallest: each for each in before}, planned, context
                )


def _behind(
    stage: str, run: RunStep, step: PlannedStep, cases: Iterable[Case], planned: Plan, context: Context
) -> Iterator[Failure]:
    def error(filled: frozenset[str], target: str) -> str:
        return _error(planned, step, Case(filled, target), context)

    for case in cases:
        message = error(case.filled, case.target)
        if message:
            others = [origin for origin in dict.fromkeys(planned.requests) if origin not in case.filled]
            empty = [each for each in others if not error(case.filled | {each}, case.target)] or others
            place = placed(context.manifests["Stage", stage], run, message, context.version)
            always = bool(error(frozenset(planned.requests), case.target))
            yield Failure(stage, run, *place, message, case, tuple(empty), always)


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
