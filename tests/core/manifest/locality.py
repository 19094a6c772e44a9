"""Which lines an edit may change: those of its path, in the text before and in the text after."""

from __future__ import annotations

import re

from kargoui.core.manifest.edits import Insert, Move, Operation, Remove
from kargoui.core.manifest.nodes import ALIAS, child, steps, tree
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.positions import span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_OPEN_TEXT = re.compile(r"\|(\n[^\n]*\S[^\n]*)(\n[^\n]+)*\Z")


def lines(text: str) -> list[str]:
    """The lines without their ends, so that a missing last one makes no difference."""
    return [line.rstrip("\r\n") for line in _LINE.findall(text.removeprefix("\ufeff"))]


def own(text: str, path: Path) -> Path:
    """The path as far as the text itself has it, and the first part that it lacks: what an edit is to write.

    What an alias or a merge key brings in is not in the text at its place.
    """
    node = tree(text)
    for at, part in enumerate(path):
        if node is None or node.kind == ALIAS:
            return path[:at]
        found = child(node, part)
        if found is None:
            return path[: at + 1]
        node = found.value
    return path


def exists(text: str, path: Path) -> bool:
    node = tree(text)
    return node is not None and all(item is not None for _, item in steps(node, path))


def outside(text: str, path: Path) -> tuple[list[str], list[str]]:
    """The lines before and after those that stand at a path."""
    every = lines(text)
    start, end = span(text, path)
    return every[:start], every[end:]


def is_local(before: str, after: str, operation: Operation) -> bool:
    """Whether every line outside of the edited path is as it was."""
    if not before.endswith("\n") and (match := _OPEN_TEXT.search(before)):
        # A `|` at the very end becomes `|-` when something is to follow it.
        at = match.start() + 1
        return _is_local(before, after, operation) or _is_local(
            before[:at] + "-" + before[at:], after, operation
        )
    return _is_local(before, after, operation)


def _is_local(before: str, after: str, operation: Operation) -> bool:
    path = own(before, operation.path)
    if isinstance(operation, Remove) and path == operation.path:
        return outside(before, path) == cut(after, before, path) or in_parent(before, after, path)
    if isinstance(operation, Insert | Move) and path == operation.path:
        path = path[:-1]
        if isinstance(operation, Move):
            return outside(before, path) == outside(after, path)
        path = operation.path
        return cut(before, after, path) == outside(after, path) or in_parent(before, after, path)
    if exists(before, path):
        return is_inside(outside(before, path), outside(after, path))
    return cut(before, after, path) == outside(after, path) or in_parent(before, after, path)


def is_inside(before: tuple[list[str], list[str]], after: tuple[list[str], list[str]]) -> bool:
    """Whether nothing outside is gone: blank lines and comments of a list that became shorter may be left."""
    left = after[1][: len(after[1]) - len(before[1])]
    free = all(not line.strip() or line.lstrip().startswith("#") for line in left)
    return free and before == (after[0], after[1][len(left) :])


def cut(text: str, other: str, path: Path) -> tuple[list[str], list[str]]:
    """A text that lacks what `other` has at a path, cut where that would stand."""
    start, _ = span(other, path)
    every = lines(text)
    return every[:start], every[start:]


def in_parent(before: str, after: str, path: Path) -> bool:
    """Whether only lines of the collection changed, where it shares them with its items or is empty."""
    parent = path[:-1]
    return shares_lines(before, path) and outside(before, parent) == outside(after, parent)


def shares_lines(text: str, path: Path) -> bool:
    """Whether an edit at a path must touch other lines of its collection, as in flow style."""
    node = tree(text)
    for collection, item in steps(node, path[:-1]) if node is not None else ():
        if collection.flow:
            return True
        node = item.value if item is not None else None
    if node is None or node.flow or not node.items:
        return True
    first = node.items[0].start
    compact = bool(text[:first].rsplit("\n", 1)[-1].strip(" \ufeff"))
    is_first = path[-1] in (0, node.items[0].name)
    return len(node.items) == 1 or (compact and is_first)
