"""Texts as `|` blocks whose value depends on the blank lines that follow them, written in another way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kargoui.core.manifest import plan
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.nodes import SCALAR, Node, child
from kargoui.core.manifest.operations import Move, Set, same, value_at
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.source import Source


def open_ended(source: Source) -> Iterator[Source]:
    """The text as it is; and with `|-` for a `|` at its very end, which means the same there."""
    yield source
    last = source.root
    while last is not None and last.items:
        last = last.items[-1].value
    if last is None or not _is_block(last) or source.text.endswith(("\n", "\r")):
        return
    end = source.header_end(last)
    if re.fullmatch(r"[|>][0-9]*", source.text[last.body : end]):
        yield Source.of(source.spliced([(end, end, "-")]))


def without_kept_ends(source: Source, data: object, move: Move) -> Iterator[Source]:
    """The text with another form for every `|+` at the end of an item that a move gives another neighbour."""
    *above, index = move.path
    assert isinstance(index, int)  # noqa: S101  apply_to_data has seen to it
    places = range(min(index, move.to), max(index, move.to) + 1)
    paths = [path for at in places for path in _kept_end(source, (*above, at))]
    for blocks in (True, False) if paths else ():
        changed: Source | None = source
        for path in paths:
            changed = _rewritten(changed, data, path, blocks=blocks) if changed is not None else None
        if changed is not None:
            yield changed


def _kept_end(source: Source, path: Path) -> Iterator[Path]:
    """The path of what ends the item at a path, where it is a block that keeps the blank lines after it."""
    node = source.root
    for part in path:
        found = child(node, part) if node is not None else None
        node = found.value if found is not None else None
    while node is not None and node.items:
        item = node.items[-1]
        path = (*path, len(node.items) - 1 if item.key is None else item.name or "")
        node = None if item.merge else item.value
    if node is not None and _is_block(node) and "+" in source.text[node.body : source.header_end(node)]:
        yield path


def _rewritten(source: Source, data: object, path: Path, *, blocks: bool) -> Source | None:
    """The text with the string at a path written anew, as a block or in quotes."""
    habits = replace(source, style=replace(source.style, blocks=blocks))
    for text in plan.candidates(habits, data, Set(path, value_at(data, path))):
        try:
            held = same(load_data(text), data)
        except ManifestError:
            continue
        if held:
            return Source.of(text)
    return None


def _is_block(node: Node) -> bool:
    return node.kind == SCALAR and node.style in ("|", ">")
