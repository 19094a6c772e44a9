"""Ways to make an edit on a text, best first. Which of them holds is for `edits` to find out."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.manifest import block, emit, flow
from kargoui.core.manifest.nodes import ALIAS, MAPPING, SCALAR, SEQUENCE, Item, Node, child
from kargoui.core.manifest.operations import Insert, Move, Operation, Remove, Set, value_at
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.source import Source


def candidates(source: Source, data: object, operation: Operation) -> Iterator[str]:
    """Texts that should be what the edit means. The operation must be possible on the data."""
    if isinstance(operation, Set):
        yield from _set(source, operation)
    elif isinstance(operation, Remove):
        yield from _remove(source, operation.path)
    elif isinstance(operation, Insert):
        yield from _insert(source, data, operation)
    else:
        yield from _move(source, operation)


class _Place:
    """The node at a path and the items that lead to it; `rest` is what of the path does not exist."""

    def __init__(self, source: Source, path: Path) -> None:
        self.node = source.root
        self.parents: list[tuple[Node, Item]] = []
        self.rest: Path = path
        while self.rest and self.node is not None:
            found = child(self.node, self.rest[0])
            if found is None:
                return
            self.parents.append((self.node, found))
            self.node = found.value
            self.rest = self.rest[1:]


def _set(source: Source, operation: Set) -> Iterator[str]:
    place = _Place(source, operation.path)
    value = operation.value
    if not place.rest:
        yield from _replace(source, place, value)
        return
    for part in reversed(place.rest[1:]):
        value = {str(part): value}
    name, node = str(place.rest[0]), place.node
    if node is None or node.kind != MAPPING or not node.items:
        yield from _fill(source, place, name, value)
    elif node.block:
        yield source.spliced(block.add(source, node, name, value, operation.after))
    else:
        names = [item.name for item in node.items]
        index = names.index(operation.after) + 1 if operation.after in names else len(names)
        yield source.spliced(flow.insert(source, node, index, name, value))


def _fill(source: Source, place: _Place, name: str, value: object) -> Iterator[str]:
    """Add the first key to an empty mapping, or to nothing where a mapping should be."""
    node = place.node
    if node is not None and node.kind == MAPPING and place.parents and place.parents[-1][0].flow:
        yield source.spliced(flow.insert(source, node, 0, name, value))
    else:
        yield from _replace(source, place, {name: value})


def _replace(source: Source, place: _Place, value: object) -> Iterator[str]:
    if not place.parents:
        yield from _replace_root(source, value)
        return
    collection, item = place.parents[-1]
    for keep in (True, False):
        if collection.flow:
            yield source.spliced(flow.replace(source, item, value, keep=keep))
        else:
            yield source.spliced(block.replace(source, collection, item, value, keep=keep))


def _replace_root(source: Source, value: object) -> Iterator[str]:
    root, style = source.root, source.style
    in_line = root is not None and not root.block and not source.leads(root.start)
    if root is not None and root.flow and not source.same_line(root.start, root.end):
        new = emit.rows(value, 0, style)
    elif isinstance(value, dict | list) and value:
        new = ("\n" if in_line else "") + emit.block(value, 0, style)
    else:
        new = emit.inline(value, style)
    if root is not None:
        start = root.start if in_line or root.start == 1 else source.lines.start(root.start)
        end = max(source.region(root, item)[1] for item in root.items) if root.items else root.end
        yield source.spliced([(start, max(end, root.end), new)])
        return
    text = source.text
    gap = "" if not text or text.endswith(("\n", "\r")) else "\n"
    yield source.spliced([(len(text), len(text), f"{gap}{new}\n")])


def _remove(source: Source, path: Path) -> Iterator[str]:
    place = _Place(source, path)
    if place.rest or not place.parents:
        return
    collection, item = place.parents[-1]
    if collection.flow:
        yield source.spliced(flow.remove(source, collection, collection.items.index(item)))
    elif len(collection.items) == 1:
        owner = place.parents[-2][1] if len(place.parents) > 1 else None
        yield source.spliced(block.empty(source, collection, item, owner))
    else:
        for splices in block.remove(source, collection, item):
            yield source.spliced(splices)


def _insert(source: Source, data: object, operation: Insert) -> Iterator[str]:
    *above, index = operation.path
    assert isinstance(index, int)  # noqa: S101  apply_to_data has seen to it
    place = _Place(source, tuple(above))
    node = place.node
    if place.rest or node is None or node.kind != SEQUENCE:
        yield from _set(source, Set(tuple(above), [operation.value]))
    elif node.block:
        yield source.spliced(block.insert(source, node, index, operation.value))
    elif node.items or (place.parents and place.parents[-1][0].flow):
        yield source.spliced(flow.insert(source, node, index, None, operation.value))
    else:
        yield from _replace(source, place, [operation.value])


def _move(source: Source, operation: Move) -> Iterator[str]:
    *above, index = operation.path
    node = _Place(source, tuple(above)).node
    if node is None or node.kind != SEQUENCE or not isinstance(index, int):
        return
    if node.flow:
        yield source.spliced(flow.move(source, node, index, operation.to), verbatim=True)
        return
    for splices in block.move(source, node, index, operation.to):
        yield source.spliced(splices, verbatim=True)


def rewritten(source: Source, data: object, path: Path) -> Iterator[str]:
    """The last resort inside flow style: the outermost flow collection on the path, if it is one line, anew.

    `data` is the whole document as it should be.
    """
    node = source.root
    for at in range(len(path)):
        if node is None or node.kind in (ALIAS, SCALAR):
            return
        if node.flow:
            if source.same_line(node.start, node.end):
                yield from _set(source, Set(path[:at], data))
            return
        found = child(node, path[at])
        if found is None or at == len(path) - 1:
            return
        node = found.value
        data = value_at(data, path[at : at + 1])
