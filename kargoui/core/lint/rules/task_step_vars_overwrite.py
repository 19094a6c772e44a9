"""Variables of a task's steps that overwrite each other, because Kargo keeps them in the same memory."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Step, rule
from kargoui.core.lint.runs import runs
from kargoui.core.lint.variables import written
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate import NotCreated, plan

_OVERWRITTEN = gettext_noop(
    "In promotions of %(stage)s a later step of this task overwrites these variables with its own, by a "
    "fault of Kargo: this step gets %(given)s. Move the variables to the task, or write their values where "
    "they are read."
)


@rule("task-step-vars-overwrite", on="step", severity=WARNING, reach="neighbours")
def check(step: Step, context: Context) -> Iterator[Finding]:
    """A step of a task that gets other variables than those that it sets."""
    own = written(step.body.get("vars"))
    if not own or step.manifest.kind == "Stage":
        return
    for run in runs(context).of(step):
        try:
            planned = plan(context.project, run.stage.name, context.version)
        except NotCreated:
            continue
        for inner in planned.steps:
            given = [(name, str(value.source)) for name, value in inner.vars[-len(own) :]]
            if inner.alias == run.alias and given != own:
                shown = ", ".join(f"{name}={value}" for name, value in given)
                yield Finding(
                    (*step.path, "vars"), Sentence(_OVERWRITTEN, {"stage": run.stage.name, "given": shown})
                )
                return
