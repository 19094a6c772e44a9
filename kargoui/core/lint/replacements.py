"""What takes the place of a field that a Kargo version has deprecated or dropped, as fixes."""

from __future__ import annotations

from kargoui.core.lint.finding import Edit, Fix
from kargoui.core.lint.subjects import Manifest
from kargoui.core.lint.subscribed import ALLOW, IGNORE, quoted
from kargoui.core.manifest.operations import Operation, Remove, Set
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping, texts
from kargoui.core.sentence import Sentence, gettext_noop

_INSTEAD = gettext_noop("Write %(new)s instead of %(old)s")


def replaced_tags(manifest: Manifest, path: Path, field: str) -> Fix | None:
    """Lists of expressions for `allowTags` or `ignoreTags` of the subscription at a path."""
    body = mapping(manifest.at(path))
    if field == "allowTags":
        new, regexes = ALLOW, texts([body.get(field)])
    else:
        new, regexes = IGNORE, tuple(f"^{quoted(name)}$" for name in texts(body.get(field)))
    there = items(body.get(new))
    if not regexes:
        return None
    return _moved(manifest, path, field, new, [*there, *(each for each in regexes if each not in there)])


def _moved(manifest: Manifest, path: Path, old: str, new: str, value: object) -> Fix:
    """A value under a new name, where it stood under its old one."""
    return _fix(manifest, old, new, [Set((*path, new), value, after=old), Remove((*path, old))])


def _fix(manifest: Manifest, old: str, new: str, operations: list[Operation]) -> Fix:
    edits = tuple(Edit(manifest.kind, manifest.name, operation) for operation in operations)
    return Fix(Sentence(_INSTEAD, {"old": old, "new": new}), edits)
