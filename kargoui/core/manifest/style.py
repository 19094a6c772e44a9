"""The habits of a document: indentation, quotes, line ends. New text is written in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kargoui.core.manifest.lines import Lines, line_break
from kargoui.core.manifest.nodes import MAPPING, SCALAR, SEQUENCE, Item, Node
from kargoui.core.manifest.regions import column
from kargoui.core.manifest.scalars import plain


@dataclass(frozen=True, slots=True)
class Style:
    """How many columns things stand apart, and which quotes are used."""

    indent: int = 2  # of a mapping below its key
    offset: int = 0  # of a sequence's dashes below their key
    gap: int = 2  # from a dash to what follows it
    quote: str = '"'
    quoted: bool = False  # nearly every string is in quotes
    json: bool = False  # keys and strings always in double quotes
    newline: str = "\n"
    blocks: bool = True  # whether texts of several lines may be written as `|` blocks


class _Counts:
    def __init__(self) -> None:
        self.indent: Counter[int] = Counter()
        self.offset: Counter[int] = Counter()
        self.gap: Counter[int] = Counter()
        self.quote: Counter[str] = Counter()
        self.plain = 0


def style_of(text: str, lines: Lines, root: Node | None) -> Style:
    """The habits of a document; those of Kargo's documentation where it shows none."""
    counts = _Counts()
    if root is not None:
        _count(text, lines, root, counts)
    is_json = root is not None and root.kind == MAPPING and root.flow and _quoted_keys(root)
    quote = "'" if counts.quote["'"] > counts.quote['"'] else '"'
    return Style(
        indent=_most(counts.indent, 2),
        offset=_most(counts.offset, 0),
        gap=_most(counts.gap, 2),
        quote='"' if is_json else quote,
        quoted=counts.quote.total() > 4 * counts.plain,
        json=is_json,
        newline=line_break(text),
    )


def _quoted_keys(root: Node) -> bool:
    return all(item.key is not None and item.key.style == '"' for item in root.items)


def _most(counter: Counter[int], default: int) -> int:
    return counter.most_common(1)[0][0] if counter else default


def _count(text: str, lines: Lines, node: Node, counts: _Counts) -> None:
    if node.kind == SCALAR and node.style in ("'", '"'):
        counts.quote[node.style] += 1
    elif node.kind == SCALAR and not node.style and not node.empty and plain(node.value) == (node.value,):
        counts.plain += 1
    for item in node.items:
        if node.block and item.value.block:
            _count_columns(text, lines, item, counts)
        _count(text, lines, item.value, counts)


def _count_columns(text: str, lines: Lines, item: Item, counts: _Counts) -> None:
    value = item.value
    same_line = lines.start(value.body) == lines.start(item.start)
    difference = column(text, lines, value.body) - column(text, lines, item.start)
    if item.key is None:
        if same_line and difference >= 2:
            counts.gap[min(difference, 9)] += 1
    elif not same_line and value.kind == MAPPING and difference > 0:
        counts.indent[min(difference, 9)] += 1
    elif not same_line and value.kind == SEQUENCE and difference >= 0:
        counts.offset[min(difference, 9)] += 1
