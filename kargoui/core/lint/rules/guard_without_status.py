"""A guard that lets its step run after a failure: in Kargo an `if` replaces the implied success()."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.expr.reads import template_reads
from kargoui.core.expr.template import template_of
from kargoui.core.lint import WARNING, Context, Edit, Finding, Fix, Step, rule
from kargoui.core.manifest.operations import Set
from kargoui.core.sentence import Sentence, gettext_noop

_RUNS = gettext_noop(
    "This step runs even after an earlier step has failed: an if replaces the implied success()."
)
_ADD = gettext_noop("Run it only while nothing has failed")


@rule("guard-without-status", on="step", severity=WARNING, since="1.5")
def check(step: Step, context: Context) -> Iterator[Finding]:
    """A guard after other steps that asks for no status."""
    if not step.guard or step.index == 0:
        return
    reads = template_reads(step.guard, context.version, "if")
    if reads.failure or reads.statuses != frozenset() or "always()" in step.guard:
        return
    template = template_of(step.guard, context.version)
    if template is None:
        return
    path = (*step.path, "if")
    yield Finding(path, Sentence(_RUNS), _fix(step, template.parts, template.rest))


def _fix(step: Step, parts: tuple[tuple[str, str], ...], rest: str) -> Fix | None:
    """`success() && (...)`, where the whole guard is one expression."""
    if len(parts) != 1 or parts[0][0].strip() or rest.strip() or not step.guard.startswith("${{"):
        return None
    inside = parts[0][1].strip()
    joined = f"({inside})" if "||" in inside or " or " in inside or "?" in inside else inside
    guard = f"${{{{ success() && {joined} }}}}"
    edit = Edit(step.manifest.kind, step.manifest.name, Set((*step.path, "if"), guard))
    return Fix(Sentence(_ADD), (edit,))
