"""Makes rules of the problems that kargoui.core.manifest.validate finds: what Kargo refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kargoui.core.lint.context import Context
from kargoui.core.lint.finding import ERROR, Finding, Fix
from kargoui.core.lint.registry import rule
from kargoui.core.lint.subjects import Manifest
from kargoui.core.manifest.lines import count
from kargoui.core.manifest.problems import Problem

Mend = Callable[[Manifest], Fix]


def problem_rule(name: str, *, reach: str = "manifest", mend: Mend | None = None) -> None:
    """Register a rule, of the module that its name says, which finds the problems of that name.

    `mend` gives the fix of one in a manifest.
    """

    def check(manifest: Manifest, context: Context) -> Iterator[Finding]:
        for problem in _problems_in(manifest, context):
            if problem.rule == name:
                yield Finding(
                    problem.path[len(manifest.path) :],
                    problem.sentence,
                    mend(manifest) if mend else None,
                    file=problem.file,
                    line=problem.line,
                    column=problem.column,
                )

    check.__module__ = f"{__package__}.rules.{name.replace('-', '_')}"
    rule(name, on="manifest", severity=ERROR, reach=reach)(check)


def _problems_in(manifest: Manifest, context: Context) -> Iterator[Problem]:
    """The problems of a manifest by their places: another one may have the same name, or neither has any."""
    known, document = context.problems, manifest.document
    unnamed = "?" if manifest.path else ""
    listed = known.get((manifest.kind or unnamed, manifest.name or unnamed))
    if not listed:
        return
    last = document.line + count(document.text) + 1
    for problem in listed:
        inside = problem.path[: len(manifest.path)] == manifest.path
        if inside and problem.file == document.file and document.line < problem.line <= last:
            yield problem
