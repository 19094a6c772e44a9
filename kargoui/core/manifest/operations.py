"""Edits as values, what each of them does to data, and their JSON form."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kargoui.core.manifest.errors import EditError
from kargoui.core.manifest.path import Path, format_path
from kargoui.core.sentence import Sentence, gettext_noop

MAX_DEPTH: Final = 60
MAX_BITS: Final = 1024

NOTHING_THERE = gettext_noop("Nothing stands at %(path)s.")
NO_MAPPING = gettext_noop("%(path)s is no mapping, so it has no keys.")
NO_LIST = gettext_noop("%(path)s is no list, so it has no items.")
NO_PLACE = gettext_noop("%(path)s has %(length)s items; there is no place %(index)s.")
WHOLE = gettext_noop("The whole document cannot be removed, inserted or moved by an edit of its text.")
NO_INDEX = gettext_noop("%(path)s does not end in the number of a list item.")
NO_VALUE = gettext_noop("A manifest cannot hold this value: %(value)s.")
NO_KEY = gettext_noop("A manifest cannot hold this key: %(value)s.")
NO_OPERATION = gettext_noop("This is no edit: %(value)s.")


@dataclass(frozen=True, slots=True)
class Set:
    """Give the path this value: replaces what is there, or adds the key, after a sibling or at the end."""

    path: Path
    value: object
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take the key or the list item away; a list or mapping that loses its last one stays, empty."""

    path: Path


@dataclass(frozen=True, slots=True)
class Insert:
    """Put a value into a list before the item with this index; an index equal to the length appends."""

    path: Path
    value: object


@dataclass(frozen=True, slots=True)
class Move:
    """Move a list item, so that it has the index `to` afterwards."""

    path: Path
    to: int


Operation = Set | Remove | Insert | Move


def apply_to_data(data: object, operation: Operation) -> object:
    """The data after the edit; the data given stays as it is. Raises EditError."""
    if isinstance(operation, Set):
        return _set(data, operation.path, plain_data(operation.value), operation.after, ())
    if isinstance(operation, Remove):
        return _remove(data, operation.path, ())
    if not operation.path:
        raise EditError(Sentence(WHOLE))
    *parents, index = operation.path
    if not isinstance(index, int):
        raise _error(NO_INDEX, operation.path)
    items = _list_at(data, tuple(parents), create=isinstance(operation, Insert))
    if isinstance(operation, Insert):
        if not 0 <= index <= len(items):
            raise _no_place(tuple(parents), items, index)
        items = [*items[:index], plain_data(operation.value), *items[index:]]
    else:
        for place in (index, operation.to):
            if not 0 <= place < len(items):
                raise _no_place(tuple(parents), items, place)
        items.insert(operation.to, items.pop(index))
    return _set(data, tuple(parents), items, None, ())


def _list_at(data: object, path: Path, *, create: bool) -> list[object]:
    """A copy of the list at a path; a missing one is empty where it may be created."""
    for at, part in enumerate(path):
        if create and (data is None or (isinstance(data, dict) and part not in data)):
            return []
        data = _child(data, part, path[: at + 1])
    if data is None and create:
        return []
    if not isinstance(data, list):
        raise _error(NO_LIST, path)
    return list(data)


def _child(data: object, part: str | int, path: Path) -> object:
    if isinstance(data, dict) and isinstance(part, str) and part in data:
        return data[part]
    if isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
        return data[part]
    raise _error(NOTHING_THERE, path)


def _set(data: object, path: Path, value: object, after: str | None, above: Path) -> object:
    if not path:
        return value
    part, rest = path[0], path[1:]
    here = (*above, part)
    if isinstance(part, int):
        if not isinstance(data, list):
            raise _error(NO_LIST, above)
        if not 0 <= part < len(data):
            raise _no_place(above, data, part)
        return [*data[:part], _set(data[part], rest, value, after, here), *data[part + 1 :]]
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise _error(NO_MAPPING, above)
    new = _set(data.get(part), rest, value, after, here)
    if part in data or after not in data:
        return {**data, part: new}
    result: dict[str, object] = {}
    for key, old in data.items():
        result[key] = old
        if key == after:
            result[part] = new
    return result


def _remove(data: object, path: Path, above: Path) -> object:
    if not path:
        raise EditError(Sentence(WHOLE))
    part, rest = path[0], path[1:]
    here = (*above, part)
    child = _child(data, part, here)
    if isinstance(data, list):
        assert isinstance(part, int)  # noqa: S101  _child has seen to it
        kept = [_remove(child, rest, here)] if rest else []
        return [*data[:part], *kept, *data[part + 1 :]]
    assert isinstance(data, dict)  # noqa: S101
    if rest:
        return {**data, part: _remove(child, rest, here)}
    return {key: value for key, value in data.items() if key != part}


def value_at(data: object, path: Path) -> object:
    """What stands at a path that is there."""
    for part in path:
        data = data[part]  # type: ignore[index]
    return data


def plain_data(value: object, depth: int = 0) -> object:
    """A copy of a value that a manifest can hold. Raises EditError for any other."""
    if depth > MAX_DEPTH:
        raise EditError(Sentence(NO_VALUE, {"value": "…"}))
    if isinstance(value, str):
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise EditError(Sentence(NO_VALUE, {"value": ascii(value)[:60]}))
        return value
    if value is None or isinstance(value, bool) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, int) and value.bit_length() <= MAX_BITS:
        return value
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str) or len(key) > 1000:
                raise EditError(Sentence(NO_KEY, {"value": ascii(key)[:60]}))
        return {str(plain_data(key)): plain_data(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(item, depth + 1) for item in value]
    raise EditError(Sentence(NO_VALUE, {"value": ascii(value)[:60]}))


def same(left: object, right: object) -> bool:
    """Whether two documents are the same, types included: 1, 1.0, True and "1" are four things."""
    if left.__class__ is not right.__class__:
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right


def _error(template: str, path: Path) -> EditError:
    return EditError(Sentence(template, {"path": format_path(path) or "."}))


def _no_place(path: Path, items: list[Any], index: int) -> EditError:
    params = {"path": format_path(path) or ".", "length": len(items), "index": index}
    return EditError(Sentence(NO_PLACE, params))


def to_json(operation: Operation) -> dict[str, object]:
    """The edit as JSON data, as drafts store it."""
    result: dict[str, object] = {"do": type(operation).__name__.lower(), "path": list(operation.path)}
    if isinstance(operation, Set | Insert):
        result["value"] = operation.value
    if isinstance(operation, Set) and operation.after is not None:
        result["after"] = operation.after
    if isinstance(operation, Move):
        result["to"] = operation.to
    return result


def from_json(data: Mapping[str, Any]) -> Operation:
    """The edit that `to_json` gave. Raises EditError."""
    path = data.get("path")
    if not isinstance(path, list | tuple) or not all(type(part) in (str, int) for part in path):
        raise EditError(Sentence(NO_OPERATION, {"value": ascii(data)[:60]}))
    after, to = data.get("after"), data.get("to")
    match data.get("do"):
        case "set" if "value" in data and (after is None or isinstance(after, str)):
            return Set(tuple(path), data["value"], after)
        case "remove":
            return Remove(tuple(path))
        case "insert" if "value" in data:
            return Insert(tuple(path), data["value"])
        case "move" if type(to) is int:
            return Move(tuple(path), to)
    raise EditError(Sentence(NO_OPERATION, {"value": ascii(data)[:60]}))
