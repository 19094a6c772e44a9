"""A guard that is false in every case: its step never runs."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Step, rule
from kargoui.core.lint.constant_guards import constant_guard
from kargoui.core.sentence import Sentence, gettext_noop

_NEVER = gettext_noop("This if is false in every case of every Stage that runs the step: it never runs.")


@rule("guard-always-false", on="step", severity=WARNING, reach="neighbours", since="1.5")
def check(step: Step, context: Context) -> Iterator[Finding]:
    """A guard that never lets its step run."""
    if step.guard and constant_guard(step, context) is False:
        yield Finding((*step.path, "if"), Sentence(_NEVER))
