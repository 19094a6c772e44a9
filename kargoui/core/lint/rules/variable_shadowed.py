"""A variable that another one of the same name always hides: nobody can read its value."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.expr.reads import template_reads
from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.variables import placed
from kargoui.core.sentence import Sentence, gettext_noop

_SHADOWED = gettext_noop(
    "The variable %(name)s is set again further down, and that value counts: what stands here is never read."
)


@rule("variable-shadowed", on="manifest", severity=WARNING)
def check(manifest: Manifest, context: Context) -> Iterator[Finding]:
    """A variable that stands twice in a Stage and its template, or in a task."""
    listed = list(placed(manifest))
    for at, (path, name, _) in enumerate(listed):
        later = [index for index in range(at + 1, len(listed)) if listed[index][1] == name]
        if not later:
            continue
        between = [value for _, _, value in listed[at + 1 : later[0] + 1]]
        if not any(("vars", name) == read[:2] or len(read) < 2 for read in _reads(between, context.version)):
            yield Finding((*path, "name"), Sentence(_SHADOWED, {"name": name}))


def _reads(values: list[str], version: str) -> Iterator[tuple[str, ...]]:
    for value in values:
        yield from template_reads(value, version, "vars").names
