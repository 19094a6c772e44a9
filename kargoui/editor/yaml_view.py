"""A manifest's YAML as HTML: highlighted, numbered, with the lines marked that the draft changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

_KEY = re.compile(
    r"""(?P<lead>[ ]*(?:-[ ]+)*)
        (?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"\[\]{},&*!|>%@`-][^#:]*?|-[^\s#:][^#:]*?)
        (?P<colon>[ ]*:)(?=\s|$)""",
    re.VERBOSE,
)
_LEAD = re.compile(r"[ ]*(?:-[ ]+)*(?:-$)?")
_BLOCK = re.compile(r"(?:[&!]\S+[ ]+)*[|>][-+0-9]{0,2}[ ]*(?:[ ]#.*)?$")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|\$\{\{.*?\}\}|\$\{%.*?%\}')
_BREAK = re.compile(r"\r\n|\r|\n")
_WIDE = 1000  # characters; a longer line is no YAML for people, and colours it would take too long to find
_LONG = 4000  # lines; above this the diff takes difflib's shortcut for long texts


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, its text as HTML, whether the draft added it, how many were removed above it."""

    number: int
    html: SafeString
    added: bool = False
    removed_above: int = 0
    problem: bool = False


@dataclass(frozen=True, slots=True)
class YamlView:
    """The lines of a manifest, and the number of the first line of the latest edit (0: none)."""

    lines: tuple[Line, ...]
    latest: int = 0
    removed_below: int = 0

    @property
    def html(self) -> SafeString:
        """The lines as they stand in a `pre`; the number of a line is no part of its text."""
        return mark_safe("".join(map(_row, self.lines)))  # noqa: S308 - escaped by highlight

    @property
    def added_count(self) -> int:
        return sum(line.added for line in self.lines)

    @property
    def removed_count(self) -> int:
        return self.removed_below + sum(line.removed_above for line in self.lines)


def yaml_view(
    text: str,
    base: str,
    *,
    before: str | None = None,
    lines_before: int = 0,
    problem_lines: Collection[int] = (),
) -> YamlView:
    """`text` with what differs from `base`, its published state, marked.

    `before` is the text before the latest edit: where the two part is where to scroll to. `lines_before` is
    how many lines of the file precede the text; numbers, also those of lines with problems, are the file's.
    """
    rows = rows_of(text)
    added, removed = changes(rows_of(base), rows) if base != text else (set[int](), dict[int, int]())
    lines = tuple(
        Line(
            lines_before + index + 1,
            html,
            index in added,
            removed.get(index, 0),
            lines_before + index + 1 in problem_lines,
        )
        for index, html in enumerate(highlight(rows))
    )
    latest = _first_difference(before, rows)
    return YamlView(lines, lines_before + latest if latest else 0, removed.get(len(rows), 0))


def rows_of(text: str) -> list[str]:
    """The lines of a text as an editor counts them, without their ends."""
    rows = _BREAK.split(text)
    return rows[:-1] if rows[-1] == "" else rows


def changes(before: list[str], after: list[str]) -> tuple[set[int], dict[int, int]]:
    """Indices of added lines in `after`, and how many lines were removed above each index."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > _LONG)
    added: set[int] = set()
    removed: dict[int, int] = {}
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        if tag == "insert":
            slid = _slid(after, start + new_from, start + new_to)
            added.update(range(slid, slid + new_to - new_from))
            continue
        added.update(range(start + new_from, start + new_to))
        slid = _slid(before, start + old_from, start + old_to) if tag == "delete" else start + old_from
        removed[start + new_from + slid - start - old_from] = old_to - old_from
    return added, removed


def _slid(rows: list[str], start: int, end: int) -> int:
    """Where a block of added or removed lines is best said to start.

    What surrounds it may repeat it in part (`kind: Warehouse`), so that it could as well have stood some
    lines above: it starts where a person would cut, at the line that is indented least.
    """
    best, at = start, start
    while at > 0 and rows[at - 1] == rows[at - 1 + end - start]:
        at -= 1
        if _depth(rows[at]) < _depth(rows[best]):
            best = at
    return best


def _depth(row: str) -> tuple[int, bool]:
    """How far in a line stands; at the same column an item's dash comes before a key."""
    content = row.lstrip(" ")
    return len(row) - len(content), not content.startswith("-")


def _first_difference(before: str | None, rows: list[str]) -> int:
    if before is None:
        return 0
    old = rows_of(before)
    for index, row in enumerate(rows):
        if index >= len(old) or old[index] != row:
            return index + 1
    return len(rows) if len(old) > len(rows) else 0


def highlight(rows: list[str]) -> Iterator[SafeString]:
    """Each line as HTML: keys, strings and comments in spans, everything escaped."""
    block_indent: int | None = None  # of the line that a block scalar hangs on
    for row in rows:
        indent = len(row) - len(row.lstrip(" "))
        if block_indent is not None:
            if not row.strip() or indent > block_indent:
                yield mark_safe(_span("s", row))  # noqa: S308 - escaped there
                continue
            block_indent = None
        html, opens_block, column = _line(row)
        if opens_block:
            block_indent = column
        yield mark_safe(html)  # noqa: S308 - escaped there


def _line(row: str) -> tuple[str, bool, int]:
    """The HTML of a line outside block scalars, whether one begins in it, and the column of its key."""
    if len(row) > _WIDE:
        return escape(row), False, 0
    if row.lstrip().startswith("#"):
        return _span("c", row), False, 0
    if row.startswith(("---", "...", "%")):
        return _span("p", row), False, 0
    match = _KEY.match(row)
    if match is None:
        lead = _LEAD.match(row)
        head = lead[0] if lead else ""
        rest = row[len(head) :]
        return _dashes(head) + _value(rest), bool(_BLOCK.match(rest)), head.rfind("-")
    rest = row[match.end() :]
    html = _dashes(match["lead"]) + _span("k", match["key"] + match["colon"]) + _value(rest)
    return html, bool(_BLOCK.match(rest.lstrip())), len(match["lead"])


def _dashes(lead: str) -> str:
    return _span("k", lead) if "-" in lead else escape(lead)


def _value(rest: str) -> str:
    """What follows the key: quoted strings and expressions in colour, then a comment."""
    parts: list[str] = []
    at = 0
    for match in _QUOTED.finditer(rest):
        if _COMMENT.search(rest, at, match.start()):
            break
        parts += [escape(rest[at : match.start()]), _span("s", match[0])]
        at = match.end()
    comment = _COMMENT.search(rest, at)
    if comment is None:
        parts.append(escape(rest[at:]))
    else:
        parts += [escape(rest[at : comment.start()]), _span("c", comment[0])]
    return "".join(parts)


def _row(line: Line) -> str:
    states = " ".join(
        name
        for name, holds in (("add", line.added), ("cut", line.removed_above > 0), ("bad", line.problem))
        if holds
    )
    tag = "ins" if line.added else "span"
    return f'<{tag} class="line {states}" id="L{line.number}" data-n="{line.number}">{line.html}\n</{tag}>'


def _span(kind: str, text: str) -> str:
    return f'<span class="{kind}">{escape(text)}</span>' if text else ""
