"""Two manifests of one kind with the same name in one namespace."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import ERROR, Context, Finding, rule


@rule("duplicate-name", on="project", severity=ERROR, reach="project")
def check(context: Context, _project: Context) -> Iterator[Finding]:
    """Also of manifests that are not Kargo's, which no other rule is asked about."""
    for problems in context.problems.values():
        for problem in problems:
            if problem.rule == "duplicate-name":
                yield Finding(
                    ("metadata", "name"),
                    problem.sentence,
                    kind=problem.kind,
                    name=problem.name,
                    file=problem.file,
                    line=problem.line,
                    column=problem.column,
                )
