"""Nobody hears of a promotion that fails at the end of a pipeline."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.expr.reads import template_reads
from kargoui.core.lint import INFO, Context, Finding, Manifest, Step, rule
from kargoui.core.lint.failing import steps_of
from kargoui.core.lint.listing import listed
from kargoui.core.lint.requests import requests_of
from kargoui.core.remembered import Remembered
from kargoui.core.sentence import Sentence, gettext_noop

_SILENT = gettext_noop(
    "Nobody hears of it when a promotion to %(stages)s fails. Add a last step that tells somebody, such as "
    "http with an if of ${{ failure() }}."
)


_tells: Remembered[bool] = Remembered(8192)


@rule("critical-path-without-alerts", on="project", severity=INFO, reach="project", since="1.5")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """One finding a project, at the first of the Stages that end a pipeline, production for one.

    Kargo itself sends no alerts; the EventRouter of Akuity's platform does.
    """
    if any(member.kind == "EventRouter" for each in context.documents for _, member in each.members()):
        return
    flow = context.flow
    taken_from = {stage for stage, _ in flow.takers}
    last = [
        stage
        for stage in context.of_kind("Stage")
        if stage.name not in taken_from
        and any(name in flow.stages for _, each in requests_of(stage, context) for name in each.stages)
        and stage.steps
        and not _tells.of((stage, *map(context.task_of, stage.steps), context.catalog), _tell, stage, context)
    ]
    if last:
        params = {"stages": listed(stage.name for stage in last)}
        yield Finding(("metadata", "name"), Sentence(_SILENT, params), kind="Stage", name=last[0].name)


def _tell(stage: Manifest, context: Context) -> bool:
    return any(_alerts(run.step, context) for run in steps_of(stage, context))


def _alerts(step: Step, context: Context) -> bool:
    """Whether a step runs after a failure and may tell somebody: http, or one that Kargo does not ship."""
    if step.uses != "http" and step.uses in context.catalog.steps:
        return False
    asks = template_reads(step.guard, context.version, "if").statuses != frozenset()
    return asks or "failure()" in step.guard or "always()" in step.guard
