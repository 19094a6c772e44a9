"""Where in a text a path stands."""

from __future__ import annotations

from kargoui.core.manifest.lines import Lines, place
from kargoui.core.manifest.nodes import steps, tree
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.regions import region


def locate(text: str, path: Path) -> tuple[int, int]:
    """Line and column, from 1, of the deepest part of a path that exists: its key, or its list item.

    The whole document stands where its first node does.
    """
    root = tree(text)
    if root is None:
        return 1, 1
    index = root.start
    for _, item in steps(root, path):
        if item is not None:
            index = item.key.start if item.key is not None else item.start
    return place(text, index)


def span(text: str, path: Path) -> tuple[int, int]:
    """The lines, from 0 and end-exclusive, of what stands at a path, with the comments that belong to it.

    Of a path that does not exist, those of its deepest part that does: every line, where nothing of it does.
    """
    lines = Lines(text)
    root = tree(text)
    found = [step for step in steps(root, path) if step[1] is not None] if root is not None else []
    if not found:
        return 0, len(lines.starts) - (1 if lines.starts[-1] == len(text) else 0)
    collection, item = found[-1]
    assert item is not None  # noqa: S101  as asked for
    start, end = region(text, lines, collection, item)
    return lines.number(start), lines.number(end) + 1
