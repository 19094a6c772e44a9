"""Edits of mappings and lists in flow style: `{a: b}`, `[a, b]`, and documents in JSON's manner."""

from __future__ import annotations

from kargoui.core.manifest import emit
from kargoui.core.manifest.nodes import SCALAR, Item, Node
from kargoui.core.manifest.regions import has_own_lines
from kargoui.core.manifest.source import Source, Splice


def replace(source: Source, item: Item, value: object, *, keep: bool) -> list[Splice]:
    """Give an item of a flow collection a value."""
    old = item.value
    quote = old.style if old.kind == SCALAR and old.style in ("'", '"') and isinstance(value, str) else ""
    if old.flow and not source.same_line(old.start, old.end):
        text = emit.rows(value, source.column(source.skip(source.lines.start(old.start))), source.style)
    else:
        text = emit.inline(value, source.style, quote=quote, flow=True)
    if not old.empty:
        return [(old.body if keep else old.start, old.end, text)]
    return [(old.start, old.start, (" " if source.lead(item) is not None else ": ") + text)]


def _has_brackets(source: Source, node: Node) -> bool:
    """False for the lone pair in `[a: b]`."""
    return source.text[node.body : node.body + 1] in ("[", "{")


def insert(source: Source, node: Node, index: int, name: str | None, value: object) -> list[Splice]:
    """Insert an item, for a mapping with its key, before the one with this index."""
    if not node.items:
        return [(node.body + 1, node.end - 1, _new(source, name, value, None))]
    if not _has_brackets(source, node):
        new = _new(source, name, value, None)
        parts = (f"{{{new}, ", "}") if index == 0 else ("{", f", {new}}}")
        return [(at, at, part) for at, part in zip((node.body, node.end), parts, strict=True)]
    if index == 0:
        following = node.items[0]
        col = source.column(following.start)
        if source.leads(following.start):
            start = source.region(node, following)[0]
            start = source.lines.start(start) if source.leads(start) else start
            return [
                (start, start, " " * col + _new(source, name, value, _rows_at(source, following)) + ",\n")
            ]
        return [(following.start, following.start, _new(source, name, value, None) + ", ")]
    before = node.items[index - 1]
    comma = source.skip(before.end)
    has_comma = source.text.startswith(",", comma)
    if not has_own_lines(source.text, source.lines, node, before):
        text = _new(source, name, value, None)
        if has_comma:
            return [(comma + 1, comma + 1, f" {text},")]
        return [(before.end, before.end, f", {text}")]
    col = source.column(before.start)
    text = "\n" + " " * col + _new(source, name, value, _rows_at(source, before))
    if has_comma:
        end = source.line_end(comma)
        return [(end, end, text + ",")]
    end = source.line_end(before.end)
    return [(before.end, before.end, ","), (end, end, text)]


def _rows_at(source: Source, sibling: Item) -> int | None:
    """The column for a new item that may take several lines; None where its sibling keeps to one."""
    value = sibling.value
    one_line = value.flow and value.items and source.same_line(value.start, value.end)
    return None if one_line else source.column(sibling.start)


def _new(source: Source, name: str | None, value: object, col: int | None) -> str:
    text = emit.inline(value, source.style, flow=True) if col is None else emit.rows(value, col, source.style)
    return text if name is None else f"{emit.key(name, source.style, flow=True)}: {text}"


def remove(source: Source, node: Node, index: int) -> list[Splice]:
    """Take an item and its comma out."""
    item = node.items[index]
    text = source.text
    if len(node.items) == 1 and _has_brackets(source, node):
        return [(node.body + 1, node.end - 1, "")]
    if len(node.items) == 1:
        return [(node.body, node.end, "{}")]
    comma = source.skip(item.end)
    has_comma = text.startswith(",", comma)
    previous = node.items[index - 1] if index else None
    if has_own_lines(text, source.lines, node, item):
        start, end = source.region(node, item)
        start = source.lines.start(start)
        splices: list[Splice] = [
            (start, _after_break(text, max(end, source.line_end(comma) if has_comma else end)), "")
        ]
        if not has_comma and previous is not None:
            before = source.skip(previous.end)
            splices.insert(0, (before, before + 1, ""))
        return splices
    if index + 1 < len(node.items):
        following = node.items[index + 1]
        if source.same_line(item.end, following.start):
            return [(item.start, following.start, "")]
        return [(item.start, comma + 1, "")]
    assert previous is not None  # noqa: S101  there are at least two
    return [(previous.end, item.end, "")]


def _after_break(text: str, end: int) -> int:
    return end + 2 if text.startswith("\r\n", end) else min(end + 1, len(text))


def move(source: Source, node: Node, index: int, to: int) -> list[Splice]:
    """Move an item. Where each has lines of its own its comments go with it; commas stay where they are."""
    low, high = min(index, to), max(index, to)
    order = list(range(len(node.items)))
    order.insert(to, order.pop(index))
    if not all(has_own_lines(source.text, source.lines, node, item) for item in node.items):
        pieces = [source.text[item.start : item.end] for item in node.items]
        return [(node.items[at].start, node.items[at].end, pieces[order[at]]) for at in range(low, high + 1)]
    return [_row(source, node, at, order[at]) for at in range(low, high + 1)]


def _row(source: Source, node: Node, at: int, taken: int) -> Splice:
    """The lines of one item written where those of another one stand."""
    start, end = source.region(node, node.items[at])
    comma = source.text.startswith(",", source.skip(node.items[at].end))
    item = node.items[taken]
    from_start, from_end = source.region(node, item)
    rest = source.text[item.end : from_end]
    own_comma = source.skip(item.end)
    if source.text.startswith(",", own_comma) and own_comma < from_end:
        rest = source.text[item.end : own_comma] + source.text[own_comma + 1 : from_end]
    text = source.text[from_start : item.end] + ("," if comma else "") + rest
    return start, end, text
