"""What changed between two texts of a manifest, as rows that a template shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

CONTEXT = 3
# Above this many pairs of lines a line-by-line comparison takes too long to wait for: all old, then all new.
COMPARABLE = 4_000_000
ROWS_SHOWN = 600


class Change(Protocol):
    """A manifest that something did something to: a draft, a revision."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `sign` is + - or blank, or @ where lines between two changes are left out.

    `text` is cut in three: what is like its counterpart, what differs, what is like it again.
    """

    sign: str
    before: int | None
    after: int | None
    text: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one manifest was and is."""

    kind: str
    name: str
    file: str
    rows: tuple[Row, ...]
    added: int
    removed: int
    more: int

    @property
    def state(self) -> str:
        """`created`, `deleted` or `changed`, told by the sides that have text."""
        if not self.removed and all(row.before is None for row in self.rows):
            return "created"
        if not self.added and all(row.after is None for row in self.rows):
            return "deleted"
        return "changed"


def difference(change: Change) -> Difference:
    """Compare the texts of a manifest by lines; an empty text means that there was or is none."""
    rows = list(_rows(_lines(change.before), _lines(change.after)))
    added = sum(row.sign == "+" for row in rows)
    removed = sum(row.sign == "-" for row in rows)
    shown = tuple(rows[:ROWS_SHOWN])
    return Difference(change.kind, change.name, change.file, shown, added, removed, len(rows) - len(shown))


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _rows(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    last = 0
    for group in _groups(before, after):
        if group[0][1] > last:
            yield Row("@", None, None, ("", "", ""))
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                for offset in range(end - start):
                    yield Row(
                        " ",
                        start + offset + 1,
                        new_start + offset + 1,
                        (_plain(before[start + offset]), "", ""),
                    )
            else:
                yield from _replaced(before, after, (start, end), (new_start, new_end))
        last = group[-1][2]
    if 0 < last < len(before):
        yield Row("@", None, None, ("", "", ""))


def _groups(before: Sequence[str], after: Sequence[str]) -> list[list[tuple[str, int, int, int, int]]]:
    """Changes with their context, as difflib groups them; only what lies between like ends is compared."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    head, tail = max(head - CONTEXT, 0), max(tail - CONTEXT, 0)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if old == new:
        return []
    if len(old) * len(new) > COMPARABLE:
        return [[("replace", head, head + len(old), head, head + len(new))]]
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT)
    return [[(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in group] for group in groups]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _replaced(
    before: Sequence[str], after: Sequence[str], old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Row]:
    paired = old[1] - old[0] == new[1] - new[0]
    for index in range(*old):
        other = after[new[0] + index - old[0]] if paired else None
        yield Row("-", index + 1, None, _cut(before[index], other))
    for index in range(*new):
        other = before[old[0] + index - new[0]] if paired else None
        yield Row("+", None, index + 1, _cut(after[index], other))


def _cut(line: str, other: str | None) -> tuple[str, str, str]:
    line = _plain(line)
    if other is None:
        return (line, "", "")
    other = _plain(other)
    head = _alike(line, other)
    tail = _alike(line[head:][::-1], other[head:][::-1])
    if head + tail < len(other) / 3:
        return (line, "", "")
    return (line[:head], line[head : len(line) - tail], line[len(line) - tail :])


def _plain(line: str) -> str:
    return line.removesuffix("\r")
