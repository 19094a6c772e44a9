"""A guard whose own lookup of a chart fails: chartFrom finds no Warehouse that the Stage requests."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import ERROR, Context, Finding, Step, rule
from kargoui.core.lint.runs import runs
from kargoui.core.sentence import Sentence, gettext_noop

_FAILS = gettext_noop(
    "This if fails in every promotion of %(stages)s: no Warehouse that is requested there has the chart, "
    "and then chartFrom fails instead of giving nil."
)
_MORE = gettext_noop(
    "This if fails in every promotion of %(stages)s and %(more)s other Stages: no Warehouse that is "
    "requested there has the chart, and then chartFrom fails instead of giving nil."
)
_SHOWN = 3
_NOT_FOUND = "not found in referenced Freight"


@rule("guard-fails-itself", on="step", severity=ERROR, reach="neighbours", since="1.5")
def check(step: Step, context: Context) -> Iterator[Finding]:
    """A guard with chartFrom that fails in all cases of a Stage."""
    if "chartFrom" not in step.guard:
        return
    known = runs(context)
    failing: dict[str, None] = {}
    for run in known.of(step):
        split = known.split(run, context)
        if split and all(status == "Errored" and _NOT_FOUND in said for _, (status, said) in split):
            failing[run.stage.name] = None
    if failing:
        names = list(failing)
        said: dict[str, object] = {"stages": ", ".join(names[:_SHOWN])}
        if len(names) > _SHOWN:
            said["more"] = len(names) - _SHOWN
        yield Finding((*step.path, "if"), Sentence(_MORE if "more" in said else _FAILS, said))
