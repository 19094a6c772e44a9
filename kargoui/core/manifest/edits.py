"""Edits of a document's text: only the lines of the edited path change, and every result is read again.

What an edit wrote is parsed and compared with what the document should have become; where they differ the
edit is refused, with the reason, and nothing has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kargoui.core.manifest import plan
from kargoui.core.manifest.document import split
from kargoui.core.manifest.errors import EditError, ManifestError
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.nodes import ALIAS, SCALAR, Node, child
from kargoui.core.manifest.operations import (
    Insert,
    Move,
    Operation,
    Remove,
    Set,
    apply_to_data,
    from_json,
    same,
    to_json,
)
from kargoui.core.manifest.path import Path, format_path
from kargoui.core.manifest.source import Source
from kargoui.core.sentence import Sentence, gettext_noop

__all__ = [
    "Insert",
    "Move",
    "Operation",
    "Remove",
    "Set",
    "apply",
    "apply_to_data",
    "from_json",
    "same",
    "to_json",
]

SHARED = gettext_noop(
    "%(path)s cannot be edited on its own: it belongs to the anchor &%(anchor)s of line %(line)s,"
    " which is used again on line %(lines)s."
)
INHERITED = gettext_noop("%(path)s comes from the merge key on line %(line)s, so it cannot be removed here.")
NO_WAY = gettext_noop("This edit of %(path)s cannot be made on the text without changing something else.")

_MOST_PARTS = 20


def apply(text: str, operation: Operation) -> str:
    """One document's text after the edit. Raises EditError, or ManifestError if it is no manifest."""
    data = load_data(text)
    intended = apply_to_data(data, operation)
    if not isinstance(operation, Move) and same(data, intended):
        return text
    if isinstance(operation, Move) and operation.path[-1] == operation.to:
        return text
    source = Source.of(text)
    _refuse_inherited(source, operation)
    for candidate in _candidates(source, data, intended, operation):
        if _holds(candidate, text, intended):
            return candidate
    raise _refusal(source, operation)


def _candidates(source: Source, data: object, intended: object, operation: Operation) -> Iterator[str]:
    own = _unshared(source, data, operation)
    in_parts = _in_parts(source.text, data, own) if isinstance(own, Set) else None
    if in_parts is not None:
        yield in_parts
    for variant in _variants(source):
        yield from plan.candidates(variant, data, own)
    yield from plan.rewritten(source, intended, own.path)


def _holds(candidate: str, text: str, intended: object) -> bool:
    """Whether a text says what it should, and still ends and stands beside other documents as before."""
    try:
        found = load_data(candidate)
    except ManifestError:
        return False
    if not same(found, intended) or len(split(candidate)) > 1:
        return False
    return candidate.endswith(("\n", "\r")) or not text.endswith(("\n", "\r"))


def _unshared(source: Source, data: object, operation: Operation) -> Operation:
    """The same edit, made on a copy of its own where the path leads through an alias or a merge key."""
    node = source.root
    for at, part in enumerate(operation.path):
        if node is None:
            break
        last = at == len(operation.path) - 1
        if node.kind == ALIAS:
            return Set(operation.path[:at], _at(apply_to_data(data, operation), operation.path[:at]))
        found = child(node, part)
        if found is None:
            if not last and _is_inherited(node, part):
                here = operation.path[: at + 1]
                return Set(here, _at(apply_to_data(data, operation), here))
            break
        node = found.value
        if node.kind == ALIAS and isinstance(operation, Insert | Move) and at == len(operation.path) - 2:
            return Set(operation.path[:-1], _at(apply_to_data(data, operation), operation.path[:-1]))
    return operation


def _at(data: object, path: Path) -> object:
    for part in path:
        data = data[part]  # type: ignore[index]
    return data


def _is_inherited(node: Node, part: str | int) -> bool:
    return any(item.merge and part in _merged_names(item.value) for item in node.items)


def _merged_names(node: Node) -> set[str | None]:
    node = node.target if node.kind == ALIAS and node.target is not None else node
    names: set[str | None] = set()
    for item in node.items:
        names |= _merged_names(item.value) if item.merge or item.key is None else {item.name}
    return names


def _refuse_inherited(source: Source, operation: Operation) -> None:
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


def _variants(source: Source) -> Iterator[Source]:
    """The text as it is; and with `|-` for a `|` at its very end, which means the same there."""
    yield source
    last = source.root
    while last is not None and last.items:
        last = last.items[-1].value
    if (
        last is None
        or last.kind != SCALAR
        or last.style not in ("|", ">")
        or source.text.endswith(("\n", "\r"))
    ):
        return
    end = source.header_end(last)
    if re.fullmatch(r"[|>][0-9]*", source.text[last.body : end]):
        yield Source.of(source.spliced([(end, end, "-")]))


def _in_parts(text: str, data: object, operation: Set) -> str | None:
    """A new mapping or list over an old one as edits of what differs, so that the rest stays as it is."""
    old: object = data
    for part in operation.path:
        if not (isinstance(old, dict) and part in old) and not isinstance(old, list):
            return None
        old = _at(old, (part,))
    parts = _differences(old, operation.value, operation.path)
    if not parts or len(parts) > _MOST_PARTS or parts[0].path == operation.path:
        return None
    try:
        for part_of_it in parts:
            text = apply(text, part_of_it)
    except EditError:
        return None
    return text


def _differences(old: object, new: object, path: Path) -> list[Operation]:
    if same(old, new):
        return []
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() & new.keys():
        return _differing_keys(old, new, path)
    if isinstance(old, list) and isinstance(new, list) and old and new:
        return _differing_items(old, new, path)
    return [Set(path, new)]


def _differing_keys(old: dict[str, object], new: dict[str, object], path: Path) -> list[Operation]:
    result: list[Operation] = []
    before: str | None = None
    for key, value in new.items():
        if key in old:
            result += _differences(old[key], value, (*path, key))
        else:
            result.append(Set((*path, key), value, before))
        before = key
    return result + [Remove((*path, key)) for key in old if key not in new]


def _differing_items(old: list[object], new: list[object], path: Path) -> list[Operation]:
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if not same(old[at], new[at])), shorter)
    tail = next((at for at in range(shorter - head) if not same(old[-1 - at], new[-1 - at])), shorter - head)
    result: list[Operation] = []
    both = shorter - head - tail
    for at in range(head, head + both):
        result += _differences(old[at], new[at], (*path, at))
    result += [Remove((*path, at)) for at in range(len(old) - tail - 1, head + both - 1, -1)]
    result += [Insert((*path, at), new[at]) for at in range(head + both, len(new) - tail)]
    return result


def _refusal(source: Source, operation: Operation) -> EditError:
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
