"""Guards that give the same in all cases of all Stages that run their step."""

from __future__ import annotations

from kargoui.core.expr.reads import template_reads
from kargoui.core.lint.context import Context
from kargoui.core.lint.runs import having, runs
from kargoui.core.lint.subjects import Step

_OF_OUTCOMES = ("outputs", "task", "stepMetas", "$env")


def constant_guard(step: Step, context: Context) -> bool | None:
    """What a guard gives whenever nothing has failed before; None where that differs or is not known.

    A guard that asks for nothing but how earlier steps ended is none that could be left out.
    """
    read = template_reads(step.guard, context.version, "if")
    if read.statuses != frozenset() or any(path[0] in _OF_OUTCOMES for path in read.names):
        return None
    if any(word in step.guard for word in ("failure", "always", "status")):
        return None
    if not read.freight and not read.names and read.failure:
        return None
    known = runs(context)
    answers: set[bool | None] = set()
    for run in known.of(step):
        split, well = known.split(run, context), known.well_before(run, context)
        if not split or not well:
            return None
        skipped = having(split, "Skipped") & well
        ran = having(split, "Succeeded", "Failed") & well
        answers.add(False if skipped == well else True if ran == well else None)
        if len(answers) > 1:
            return None
    return answers.pop() if answers else None
