"""A task's variable without a default that a Stage does not set: Kargo creates no promotion."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import ERROR, Context, Finding, Step, rule
from kargoui.core.lint.variables import of_manifest, written
from kargoui.core.sentence import Sentence, gettext_noop

_UNSET = gettext_noop(
    "The task %(task)s needs a value for its variable %(name)s, and nothing sets it: Kargo refuses to "
    "create a promotion of this Stage."
)


@rule("variable-unset", on="step", severity=ERROR, reach="neighbours")
def check(step: Step, context: Context) -> Iterator[Finding]:
    """What a referencing step has to set, and does not."""
    task = context.task_of(step) if step.manifest.kind == "Stage" else None
    if task is None:
        return
    given = {name for name, value in written(step.body.get("vars")) if value}
    given |= {name for name, value in of_manifest(step.manifest) if value}
    for name, value in of_manifest(task):
        if not value and name not in given:
            yield Finding((*step.path, "task"), Sentence(_UNSET, {"task": task.name, "name": name}))
