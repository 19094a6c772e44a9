"""Edits of mappings and sequences in block style. Each function gives the splices that make the edit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kargoui.core.manifest import emit, quoting
from kargoui.core.manifest.nodes import MAPPING, SCALAR, Item, Node
from kargoui.core.manifest.source import Source, Splice

ROW_LENGTH = 100

_BREAK = re.compile(r"(?:\r\n|\r|\n)\Z")
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*")


def replace(source: Source, collection: Node, item: Item, value: object, *, keep: bool) -> list[Splice]:
    """Give an item of a block collection a value; `keep` leaves anchor and tag of the old one."""
    lead = source.lead(item)
    col = source.column(item.start)
    if lead is None:
        assert item.key is not None  # noqa: S101  every sequence item has its dash
        return [
            (source.line_end(item.key.end),) * 2
            + ("\n" + " " * col + ":" + emit.below_key(value, col, source.style),)
        ]
    old = item.value
    if old.block:
        return _replace_block(source, collection, item, value, lead, keep=keep)
    start = _inline_start(source, old, lead, keep=keep)
    on_lead = start == lead or not source.same_line(lead, start)
    first, more = _written(source, item, value, col, 2 if on_lead else source.column(start) - col)
    header = source.header_end(old)
    end = source.line_end(header)
    if not first and start > lead:
        splices = [_without(source, lead, start, header)]
    else:
        splices = [(start, header, f" {first}" if first and start == lead else first)]
    if more or old.end > header:
        splices.append((end, max(end, old.end), more))
    return splices


def _without(source: Source, lead: int, start: int, end: int) -> Splice:
    """Take out what reaches from `start` to `end`, so that the comments on both sides stay, and apart.

    libyaml does not take a tab for a blank wherever a key could stand.
    """
    kept = source.text[lead:start].rstrip()
    rest = source.text[end : source.line_end(end)]
    comment = rest.lstrip(" \t")
    blanks = len(rest) - len(comment)
    if "#" in kept and comment:
        return start, end + blanks, ""
    if comment and "\t" in rest[:blanks]:
        return lead + len(kept), end + blanks, " "
    return lead + len(kept), end, ""


def _inline_start(source: Source, old: Node, lead: int, *, keep: bool) -> int:
    """Where the new text of a value starts: behind the properties, on the key's line if it can."""
    if keep and (old.anchor or old.tag):
        return max(old.body, source.properties_end(old))
    if not source.same_line(lead, old.start) and not source.text[lead : old.start].strip():
        return lead
    return old.start


def _written(source: Source, item: Item, value: object, col: int, gap: int) -> tuple[str, str]:
    """A value as what stands on the first line and what follows on lines of its own, with a leading LF.

    `gap` is how far behind the start of a list item its value will stand.
    """
    style, old = source.style, item.value
    if isinstance(value, str) and style.blocks:
        text = _text_block(source, old, value, col)
        if text is not None:
            return text[0], "\n" + text[1]
    quote = old.style if old.kind == SCALAR and old.style in ("'", '"') and isinstance(value, str) else ""
    if emit.is_inline(value):
        return emit.inline(value, style, quote=quote), ""
    if old.flow and old.items:
        if source.same_line(old.start, old.end):
            text_row = emit.inline(value, style, flow=True)
            if len(text_row) <= ROW_LENGTH:
                return text_row, ""
        else:
            first, _, rest = emit.rows(value, source.column(source.lines.start(old.start)), style).partition(
                "\n"
            )
            return first, "\n" + rest if rest else ""
    if item.key is not None:
        return "", emit.below_key(value, col, style)
    first, mark, rest = emit.block(value, col + gap, style).partition("\n")
    return first, mark + rest


def _text_block(source: Source, old: Node, value: str, col: int) -> tuple[str, str] | None:
    """A string as a block scalar, where it needs one or the old value was one."""
    step = source.style.indent
    if old.kind != SCALAR or old.style not in ("|", ">"):
        return quoting.literal(value, col + step, step)
    indent = col + step
    content = source.text[source.line_end(source.header_end(old)) : old.end].split("\n")
    for line in content:
        if line.strip():
            indent = len(line) - len(line.lstrip(" "))
            break
    if not 0 < indent - col <= 9:
        indent = col + step
    return quoting.kept_block(value, old.style, indent, indent - col)


def _replace_block(
    source: Source, collection: Node, item: Item, value: object, lead: int, *, keep: bool
) -> list[Splice]:
    """Give an item that holds a block collection another value."""
    old, style = item.value, source.style
    end = source.region(collection, item)[1]
    col = source.column(item.start)
    properties = source.properties_end(old) if keep and old.body > old.start else None
    if isinstance(value, dict | list) and value:
        if source.same_line(lead, old.body):
            return [
                (old.start if not keep else old.body, end, emit.block(value, source.column(old.body), style))
            ]
        deeper = source.column(old.body)
        if (old.kind == MAPPING) != isinstance(value, dict):
            indentless = isinstance(value, list) and item.key is not None
            deeper = col + (style.offset if indentless else style.indent)
        new = " " * deeper + emit.block(value, deeper, style)
        drop: list[Splice] = []
        if not keep and old.body > old.start:
            drop = [(lead, source.properties_end(old), "")]
        return [*drop, (source.lines.start(old.body), end, new)]
    first, more = _written(source, item, value, col, 2)
    if source.same_line(lead, old.body):
        return [(old.body if keep else old.start, end, first + more)]
    at = properties if properties is not None else lead
    drop_to = at if properties is not None or old.body == old.start else source.properties_end(old)
    line_end = source.line_end(at)
    return [(at, drop_to, " " + first), (line_end, end, more)]


def add(source: Source, mapping: Node, name: str, value: object, after: str | None) -> list[Splice]:
    """Add a key to a mapping that has some."""
    before = next(
        (item for item in mapping.items if item.name == after and not item.merge), mapping.items[-1]
    )
    col = source.column(mapping.items[0].start)
    end = source.region(mapping, before)[1]
    return [(end, end, "\n" + " " * col + emit.pair(name, value, col, source.style))]


def insert(source: Source, sequence: Node, index: int, value: object) -> list[Splice]:
    """Insert an item into a sequence that has some."""
    col = source.column(sequence.items[0].start)
    new = "-" + emit.entry(value, col, source.style)
    pad = " " * col
    if index == len(sequence.items):
        end = source.region(sequence, sequence.items[-1])[1]
        return [(end, end, "\n" + pad + new)]
    item = sequence.items[index]
    start = source.region(sequence, item)[0]
    if source.leads(item.start):
        return [(start, start, pad + new + "\n")]
    return [(start, start, new + "\n" + pad)]


def remove(source: Source, collection: Node, item: Item) -> list[list[Splice]]:
    """Take an item out of a collection that has others; the first way that holds is to be taken."""
    start, end = source.region(collection, item)
    text = source.text
    if not source.leads(item.start):
        following = collection.items[1]
        next_start = source.region(collection, following)[0]
        blank = not text[source.lines.start(following.start) : following.start].strip(" ")
        if blank and source.lines.start(following.start) == next_start and not text[end:next_start].strip():
            return [[(start, following.start, "")]]
        return [[(len(text[:start].rstrip(" ")), end, "")]]
    if end < len(text):
        # Blank lines that a text as `|+` above would take in go with the item.
        blanks = _BLANK_LINES.match(text, _after_break(text, end))
        return [[(start, _after_break(text, end), "")], [(start, blanks.end() if blanks else end, "")]]
    return [[(_before_break(text, start), end, "")], [(start, end, "")]]


def _after_break(text: str, end: int) -> int:
    return end + 2 if text.startswith("\r\n", end) else end + 1


def empty(source: Source, collection: Node, item: Item, owner: Item | None) -> list[Splice]:
    """Take the only item out of a collection: what stays is `{}` or `[]`."""
    start, end = source.region(collection, item)
    new = "{}" if collection.kind == MAPPING else "[]"
    lead = source.lead(owner) if owner is not None else None
    if lead is None or not source.leads(item.start) or source.same_line(lead, item.start):
        return [(item.start if lead is not None else start, end, new)]
    at = source.properties_end(collection) if collection.body > collection.start else lead
    first = source.lines.start(start)
    return [(at, at, " " + new), (_before_break(source.text, first), end, "")]


def _before_break(text: str, start: int) -> int:
    return start - 2 if text.endswith("\r\n", 0, start) else max(0, start - 1)


def move(source: Source, sequence: Node, index: int, to: int) -> Iterator[list[Splice]]:
    """Move an item: texts change places, what stands between them (blank lines, comments) stays.

    Where that does not hold, since a text as `|+` would take in blank lines, these follow their item.
    """
    regions = [source.region(sequence, item) for item in sequence.items]
    texts = [source.text[start:end] for start, end in regions]
    gaps = [source.text[end:start] for (_, end), (start, _) in pairwise(regions)]
    order = list(range(len(texts)))
    order.insert(to, order.pop(index))
    pad = " " * source.column(sequence.items[0].start)
    compact = not source.leads(sequence.items[0].start)
    if compact:
        texts[0] = pad + texts[0]
    texts = [texts[at] for at in order]
    if compact:
        texts[0] = texts[0].removeprefix(pad) if texts[0].startswith(pad) else texts[0].lstrip(" ")
    low, high = min(index, to), max(index, to)
    yield [(*regions[at], texts[at]) for at in range(low, high + 1)]
    newline = source.style.newline
    following = [newline if order[at] == high else gaps[order[at]] for at in range(low, high + 1)]
    following[-1] = _BREAK.sub("", following[-1])
    moved = "".join(text + gap for text, gap in zip(texts[low : high + 1], following, strict=True))
    yield [(regions[low][0], regions[high][1], moved)]
