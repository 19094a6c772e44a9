"""Which part of a text belongs to one item: its lines, and the comments that move and vanish with it."""

from __future__ import annotations

import re

from kargoui.core.manifest.lines import Lines
from kargoui.core.manifest.nodes import Item, Node

_LINE_END = re.compile(r"[^\r\n]*")
_COMMENT = re.compile(r"\ufeff?([ \t]*)#")
_BLANK = re.compile(r"[ \t]*(?:[\r\n]|$)")


def line_end(text: str, at: int) -> int:
    """Where the line of that character ends, before its line break."""
    match = _LINE_END.match(text, at)
    return match.end() if match else at


def column(text: str, lines: Lines, at: int) -> int:
    """The column of a character, from 0; a byte order mark takes none."""
    start = lines.start(at)
    return at - start - (1 if start == 0 and text.startswith("\ufeff") else 0)


def leads(text: str, lines: Lines, at: int) -> bool:
    """Whether nothing but blanks stands before this character on its line."""
    return not text[lines.start(at) : at].strip(" \t\ufeff")


def region(text: str, lines: Lines, collection: Node, item: Item) -> tuple[int, int]:
    """From where to where an item reaches; the line break after it is not part of it.

    In a block: whole lines, with comments directly above it that are not indented deeper, and comments
    below it that are. An item that starts behind something else on its line starts right there.
    """
    if collection.flow and not has_own_lines(text, lines, collection, item):
        return item.start, max(item.end, item.start)
    col = column(text, lines, item.start)
    start = item.start
    if leads(text, lines, start):
        start = _head(text, lines, _end_before(collection, item), start, col)
    if collection.flow:
        return start, line_end(text, item.end)
    return start, _tail(text, lines, line_end(text, max(item.end, item.start)), col)


def _end_before(collection: Node, item: Item) -> int:
    before = [other.end for other in collection.items if other.start < item.start]
    return before[-1] if before else 0


def _head(text: str, lines: Lines, limit: int, start: int, col: int) -> int:
    """The start of the line, or of the first of the comment lines directly above it."""
    number = lines.number(start)
    while number > 0:
        above = lines.starts[number - 1]
        match = _COMMENT.match(text, above)
        if above < limit or match is None or len(match[1]) > col:
            break
        number -= 1
    first = lines.starts[number]
    return first + 1 if first == 0 and text.startswith("\ufeff") else first


def _tail(text: str, lines: Lines, end: int, col: int) -> int:
    """The end, or that of the last comment below that is indented deeper than the item."""
    number = lines.number(end) + 1
    while number < len(lines.starts):
        at = lines.starts[number]
        match = _COMMENT.match(text, at)
        if match is not None and len(match[1]) > col:
            end = line_end(text, at)
        elif not _BLANK.match(text, at):
            break
        number += 1
    return end


def has_own_lines(text: str, lines: Lines, collection: Node, item: Item) -> bool:
    """Whether an item of a flow collection shares its lines with no other item and no bracket."""
    if not leads(text, lines, item.start):
        return False
    rest = text[item.end : line_end(text, item.end)].lstrip(" \t").removeprefix(",").lstrip(" \t")
    return not rest or rest.startswith("#")
