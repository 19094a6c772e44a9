"""What anchors, aliases and merge keys share between places, and how an edit of one place is kept to it."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.manifest import emit, plan
from kargoui.core.manifest.errors import EditError, ManifestError
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.nodes import ALIAS, Item, Node, child
from kargoui.core.manifest.operations import (
    Insert,
    Move,
    Operation,
    Remove,
    Set,
    apply_to_data,
    same,
    value_at,
)
from kargoui.core.manifest.path import Path, format_path
from kargoui.core.manifest.source import Source
from kargoui.core.sentence import Sentence, gettext_noop

SHARED = gettext_noop(
    "%(path)s cannot be edited on its own: it belongs to the anchor &%(anchor)s of line %(line)s,"
    " which is used again on line %(lines)s."
)
INHERITED = gettext_noop("%(path)s comes from the merge key on line %(line)s, so it cannot be removed here.")
NO_WAY = gettext_noop("This edit of %(path)s cannot be made on the text without changing something else.")


def unshared(source: Source, data: object, operation: Operation) -> Operation:
    """The same edit, made on a copy of its own where the path leads through an alias or a merge key."""
    node = source.root
    for at, part in enumerate(operation.path):
        if node is None:
            break
        last = at == len(operation.path) - 1
        if node.kind == ALIAS:
            return Set(operation.path[:at], value_at(apply_to_data(data, operation), operation.path[:at]))
        found = child(node, part)
        if found is None:
            if not last and _is_inherited(node, part):
                here = operation.path[: at + 1]
                return Set(here, value_at(apply_to_data(data, operation), here))
            break
        node = found.value
        if node.kind == ALIAS and isinstance(operation, Insert | Move) and at == len(operation.path) - 2:
            return Set(operation.path[:-1], value_at(apply_to_data(data, operation), operation.path[:-1]))
    return operation


def _is_inherited(node: Node, part: str | int) -> bool:
    return any(item.merge and part in _merged_names(item.value) for item in node.items)


def _merged_names(node: Node) -> set[str | None]:
    node = node.target if node.kind == ALIAS and node.target is not None else node
    names: set[str | None] = set()
    for item in node.items:
        names |= _merged_names(item.value) if item.merge or item.key is None else {item.name}
    return names


def refuse_inherited(source: Source, operation: Operation) -> None:
    """Refuse to remove a key that a merge key brings in: it cannot be left out in one place."""
    if not isinstance(operation, Remove) or source.root is None:
        return
    node: Node | None = source.root
    for part in operation.path[:-1]:
        node = node.target if node is not None and node.kind == ALIAS else node
        found = child(node, part) if node is not None else None
        if found is None:
            return
        node = found.value
        if node.kind == ALIAS:
            return
    part = operation.path[-1]
    for item in node.items if node is not None else []:
        if item.merge and part in _merged_names(item.value):
            line = source.lines.number(item.start) + 1
            params = {"path": format_path(operation.path), "line": line}
            raise EditError(Sentence(INHERITED, params), line=line)


def without_aliases(source: Source, data: object, move: Move) -> Iterator[Source]:
    """The text with copies for the aliases that a move would bring before their anchors."""
    *above, index = move.path
    while (found := _first_inverted(source, tuple(above), index, move.to)) is not None:
        path, merge = found
        value = value_at(data, path)
        texts = (
            [_unmerged(source, path, merge, value)]
            if merge
            else plan.candidates(source, data, Set(path, value))
        )
        for text in texts:
            try:
                held = same(load_data(text), data)
            except ManifestError:
                continue
            if held:
                break
        else:
            return
        source = Source.of(text)
    yield source


def _first_inverted(source: Source, path: Path, index: int | str, to: int) -> tuple[Path, Item | None] | None:
    """The path of an alias, or of a mapping with its merge key, that would come before its anchor."""
    node = source.root
    for part in path:
        found = child(node, part) if node is not None else None
        node = found.value if found is not None else None
    if node is None or not isinstance(index, int):
        return None
    order = list(range(len(node.items)))
    order.insert(to, order.pop(index))
    later: set[int] = set()
    for at in reversed(order):
        inside = {id(each) for each in _all(node.items[at].value)}
        for place, item, alias in _aliases(node.items[at].value, (*path, at)):
            if id(alias.target) in later - inside:
                return place, item
        later |= inside
    return None


def _aliases(node: Node, path: Path) -> Iterator[tuple[Path, Item | None, Node]]:
    """The aliases below a node, each with its path; those of merge keys with that of their mapping."""
    if node.kind == ALIAS:
        yield path, None, node
    for index, item in enumerate(node.items):
        if item.merge:
            yield from ((path, item, alias) for _, _, alias in _aliases(item.value, path))
        else:
            yield from _aliases(item.value, (*path, index if item.key is None else item.name or ""))


def _unmerged(source: Source, path: Path, merge: Item, value: object) -> str:
    """The text with a merge key replaced by what it brings in."""
    node = source.root
    for part in path:
        found = child(node, part) if node is not None else None
        node = found.value if found is not None else None
    own = {item.name for item in node.items if not item.merge} if node is not None else set()
    pairs = value.items() if isinstance(value, dict) else ()
    col = source.column(merge.start)
    if node is not None and node.flow:
        new = ", ".join(
            f"{emit.key(name, source.style, flow=True)}: {emit.inline(item, source.style, flow=True)}"
            for name, item in pairs
            if name not in own
        )
    else:
        rows = [emit.pair(name, item, col, source.style) for name, item in pairs if name not in own]
        new = ("\n" + " " * col).join(rows)
    return source.spliced([(merge.start, merge.end, new)])


def refusal(source: Source, operation: Operation) -> EditError:
    """Why no way of making the edit held: an anchor that others use, in most cases."""
    shown = {"path": format_path(operation.path) or "."}
    path = operation.path[:-1] if isinstance(operation, Insert) else operation.path
    node = source.root
    inside = [node] if node is not None else []
    for part in path:
        node = node.target if node is not None and node.kind == ALIAS else node
        found = child(node, part) if node is not None else None
        if found is None:
            break
        node = found.value
        inside.append(node)
    below = list(_all(inside[-1])) if inside else []
    used = _uses(source.root)
    for anchored in [*inside, *below]:
        places = [use for use in used.get(id(anchored), []) if use not in below]
        if places:
            line = source.lines.number(anchored.start) + 1
            lines = ", ".join(str(source.lines.number(use.start) + 1) for use in places)
            return EditError(
                Sentence(SHARED, {**shown, "anchor": anchored.anchor, "line": line, "lines": lines}),
                line=line,
            )
    return EditError(Sentence(NO_WAY, shown))


def _all(node: Node) -> Iterator[Node]:
    yield node
    for item in node.items:
        if item.key is not None:
            yield item.key
        yield from _all(item.value)


def _uses(root: Node | None) -> dict[int, list[Node]]:
    """The aliases of every anchored node."""
    result: dict[int, list[Node]] = {}
    for node in _all(root) if root is not None else ():
        if node.kind == ALIAS and node.target is not None:
            result.setdefault(id(node.target), []).append(node)
    return result
