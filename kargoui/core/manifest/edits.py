"""Edits of a document's text: only the lines of the edited path change, and every result is read again.

What an edit wrote is parsed and compared with what the document should have become; where they differ the
edit is refused, with the reason, and nothing has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kargoui.core.manifest import plan
from kargoui.core.manifest.chomping import open_ended, without_kept_ends
from kargoui.core.manifest.document import split
from kargoui.core.manifest.errors import EditError, ManifestError
from kargoui.core.manifest.loader import load_data
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
    value_at,
)
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.sharing import refusal, refuse_inherited, unshared, without_aliases
from kargoui.core.manifest.source import Source

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
    refuse_inherited(source, operation)
    for candidate in _candidates(source, data, intended, operation):
        if _holds(candidate, text, intended):
            return candidate
        if not text.endswith(("\n", "\r")) and _holds(candidate + source.style.newline, text, intended):
            return candidate + source.style.newline
    raise refusal(source, operation)


def _candidates(source: Source, data: object, intended: object, operation: Operation) -> Iterator[str]:
    own = unshared(source, data, operation)
    in_parts = (
        _in_parts(source.text, data, operation) if isinstance(operation, Set) and own is operation else None
    )
    if in_parts is not None:
        yield in_parts
    for variant in open_ended(source):
        yield from plan.candidates(variant, data, own)
    # Blank lines that follow would become part of a text written as `|+`.
    yield from plan.candidates(replace(source, style=replace(source.style, blocks=False)), data, own)
    if isinstance(own, Move):
        for apart in (*without_aliases(source, data, own), *without_kept_ends(source, data, own)):
            yield from plan.candidates(apart, data, own)
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


def _in_parts(text: str, data: object, operation: Set) -> str | None:
    """A new mapping or list over an old one as edits of what differs, so that the rest stays as it is."""
    old: object = data
    for part in operation.path:
        if not (isinstance(old, dict) and part in old) and not isinstance(old, list):
            return None
        old = value_at(old, (part,))
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
