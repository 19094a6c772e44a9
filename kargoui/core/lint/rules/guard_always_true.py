"""A guard that is true in every case: it keeps its step from nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import INFO, Context, Finding, Step, rule
from kargoui.core.lint.constant_guards import constant_guard
from kargoui.core.sentence import Sentence, gettext_noop

_ALWAYS = gettext_noop(
    "What this if asks for is true in every case of every Stage that runs the step: it can go."
)


@rule("guard-always-true", on="step", severity=INFO, reach="neighbours", since="1.5")
def check(step: Step, context: Context) -> Iterator[Finding]:
    """A guard that always lets its step run."""
    if step.guard and constant_guard(step, context) is True:
        yield Finding((*step.path, "if"), Sentence(_ALWAYS))
