"""Findings that an author has seen and keeps: `# kargoui: ignore RULE[, RULE] reason` in a manifest.

On a line of its own it counts for the line below it, behind something for that line, and above the first
line of a document for the whole manifest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from kargoui.core.lint.finding import Finding
from kargoui.core.manifest.document import Document
from kargoui.core.sentence import Sentence

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*kargoui:\s*ignore\b(.*)$")
_RULES = re.compile(r"\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*):?(?:\s+(.*))?$")
_NOTHING = re.compile(r"\s*(#.*|---.*|%.*)?$")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Suppression:
    """`line` is that of the comment in its document, from 1; `covers` the line it is about, 0 for all.

    One that names no rules, or names them in a way that is not understood, has none.
    """

    line: int
    covers: int
    rules: tuple[str, ...]
    reason: str
    column: int = 1


def suppressions(text: str) -> tuple[Suppression, ...]:
    """The comments of one document that keep findings quiet."""
    if "kargoui:" not in text:
        return ()
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    first = next((number for number, line in enumerate(lines, 1) if not _NOTHING.fullmatch(line)), 0)
    found = []
    for number, line in enumerate(lines, 1):
        comment = _COMMENT.search(line)
        if comment is not None:
            named = _RULES.match(comment[1])
            rules = tuple(dict.fromkeys(re.split(r"\s*,\s*", named[1]))) if named else ()
            reason = (named[2] or "").strip() if named else ""
            covers = _covered(lines, number, first)
            found.append(Suppression(number, covers, rules, reason, comment.start() + 1))
    return tuple(found)


def _covered(lines: list[str], number: int, first: int) -> int:
    """The line that a comment is about, 0 for the whole document."""
    if not _NOTHING.fullmatch(lines[number - 1]):
        return number
    if number < first:
        return 0
    below = (at for at in range(number + 1, len(lines) + 1) if not _NOTHING.fullmatch(lines[at - 1]))
    return next(below, number)


@dataclass(frozen=True, slots=True)
class Comment:
    """A suppression in its document, and which of its rules have kept something quiet.

    `asked` are the rules that the document was asked about: of the others, nobody knows.
    """

    document: Document
    suppression: Suppression
    asked: Container[str]
    quieted: set[str] = field(default_factory=set)

    def finding(self, sentence: Sentence) -> Finding:
        """What a rule says about the comment itself."""
        document, place = self.document, self.suppression
        return Finding(
            (),
            sentence,
            kind=document.kind,
            name=document.name,
            file=document.file,
            line=document.line + place.line,
            column=place.column,
        )


class Quiet:
    """The comments of documents, and what they keep quiet of the findings in these documents.

    `asked` gives the rules that a file is asked about.
    """

    def __init__(self, documents: Iterable[Document], asked: Callable[[str], Container[str]]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._comments: dict[tuple[str, int], list[Comment]] = {}
        for document in documents:
            self._starts.setdefault(document.file, []).append(document.line)
            found = suppressions(document.text)
            if found:
                rules = asked(document.file)
                place = (document.file, document.line)
                self._comments[place] = [Comment(document, each, rules) for each in found]

    @property
    def comments(self) -> list[Comment]:
        return [comment for listed in self._comments.values() for comment in listed]

    def kept(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that no comment keeps quiet; they have their places."""
        return [finding for finding in findings if not self._keeps(finding)]

    def _keeps(self, finding: Finding) -> bool:
        if not self._comments:
            return False
        starts = self._starts.get(finding.file, [0])
        start = starts[max(bisect_left(starts, finding.line) - 1, 0)]
        found = [
            comment
            for comment in self._comments.get((finding.file, start), ())
            if finding.rule in comment.suppression.rules
            and comment.suppression.covers in (0, finding.line - start)
        ]
        for comment in found:
            comment.quieted.add(finding.rule)
        return bool(found)
