"""A PromotionTask that no Stage references."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import INFO, Context, Finding, rule
from kargoui.core.sentence import Sentence, gettext_noop

_ORPHAN = gettext_noop("No Stage references this PromotionTask. Reference it in a step, or remove it.")


@rule("orphan-task", on="project", severity=INFO, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """Nothing without any Stages, nor of ClusterPromotionTasks: those are used from elsewhere."""
    for task in context.of_kind("PromotionTask") if context.of_kind("Stage") else ():
        if ("PromotionTask", task.name) not in context.users:
            yield Finding(("metadata", "name"), Sentence(_ORPHAN), kind="PromotionTask", name=task.name)
