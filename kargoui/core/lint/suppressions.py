"""Findings that an author has seen and keeps: `# kargoui: ignore RULE[, RULE] reason` in a manifest.

On a line of its own it counts for the line below it, behind something for that line, and above the first
line of a document for the whole manifest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kargoui.core.lint.finding import Finding
from kargoui.core.manifest.document import Document

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*kargoui:\s*ignore\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)(?:\s+(.*))?$")
_NOTHING = re.compile(r"\s*(#.*|---.*|%.*)?$")


@dataclass(frozen=True, slots=True)
class Suppression:
    """`line` is that of the comment in its document, from 1; `covers` the line it is about, 0 for all."""

    line: int
    covers: int
    rules: frozenset[str]
    reason: str


def suppressions(text: str) -> tuple[Suppression, ...]:
    """The comments of one document that keep findings quiet."""
    if "kargoui:" not in text:
        return ()
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines, 1) if not _NOTHING.fullmatch(line)), 0)
    found = []
    for number, line in enumerate(lines, 1):
        comment = _COMMENT.search(line)
        if comment is not None:
            rules = frozenset(re.split(r"\s*,\s*", comment[1]))
            found.append(Suppression(number, _covered(lines, number, first), rules, comment[2] or ""))
    return tuple(found)


def _covered(lines: list[str], number: int, first: int) -> int:
    """The line that a comment is about, 0 for the whole document."""
    if not _NOTHING.fullmatch(lines[number - 1]):
        return number
    if number < first:
        return 0
    below = (at for at in range(number + 1, len(lines) + 1) if not _NOTHING.fullmatch(lines[at - 1]))
    return next(below, number)


def kept(findings: Iterable[Finding], documents: Iterable[Document]) -> list[Finding]:
    """The findings that no comment of their document keeps quiet; they have their lines."""
    quiet = {(document.file, document.line): suppressions(document.text) for document in documents}
    starts: dict[str, list[int]] = {}
    for file, line in quiet:
        starts.setdefault(file, []).append(line)
    return [finding for finding in findings if not _is_quiet(finding, quiet, starts)]


def _is_quiet(
    finding: Finding,
    quiet: dict[tuple[str, int], tuple[Suppression, ...]],
    starts: dict[str, list[int]],
) -> bool:
    start = max((line for line in starts.get(finding.file, ()) if line < finding.line), default=0)
    return any(
        finding.rule in each.rules and each.covers in (0, finding.line - start)
        for each in quiet.get((finding.file, start), ())
    )
