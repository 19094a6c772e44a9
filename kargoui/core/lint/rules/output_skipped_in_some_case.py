"""Something is read of the output of a step that was skipped: then there is none, and reading fails."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.expr.reads import template_reads
from kargoui.core.lint import WARNING, Context, Expression, Finding, Step, rule
from kargoui.core.lint.runs import Run, having, runs
from kargoui.core.sentence import Sentence, gettext_noop

_SKIPPED = gettext_noop(
    "In some cases of %(stage)s the step %(alias)s is skipped and leaves no output: then reading it fails "
    "here. Write %(name)s?.%(field)s, or guard this step, too."
)
_FETCH = "cannot fetch"


@rule("output-skipped-in-some-case", on="step", severity=WARNING, reach="neighbours", since="1.5")
def check(step: Step, context: Context) -> Iterator[Finding]:
    """A step that fails in a case in which one that it reads was skipped."""
    expressions = [each for each in step.expressions if "outputs" in each.text and step.task is None]
    if not expressions:
        return
    known = runs(context)
    for run in known.of(step):
        failed = 0
        for mask, (status, message) in known.split(run, context):
            failed |= mask if status in ("Errored", "Failed") and _FETCH in message else 0
        found = [each for one in expressions for each in _read(one, run, failed, context)] if failed else []
        if found:
            yield from found
            return


def _read(expression: Expression, run: Run, failed: int, context: Context) -> Iterator[Finding]:
    for path in sorted(template_reads(expression.text, context.version, expression.where).names):
        inner = path[:2] == ("task", "outputs")
        names = path[2:] if inner else path[1:] if path[0] == "outputs" else ()
        if len(names) < 2 or f"{names[0]}?." in expression.text:
            continue
        alias = f"{run.alias.rpartition('::')[0]}::{names[0]}" if inner else names[0]
        other = Run(run.stage, alias, run.reference)
        if having(runs(context).split(other, context), "Skipped") & failed:
            name = ".".join((*path[: 3 if inner else 2],))
            said = {"stage": run.stage.name, "alias": names[0], "name": name, "field": names[1]}
            yield Finding(expression.path, Sentence(_SKIPPED, said))
