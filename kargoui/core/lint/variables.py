"""Which variables a step's expressions see, with what is known of their values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from weakref import WeakKeyDictionary

from kargoui.core.catalog import Field
from kargoui.core.expr.foresight import kind_of
from kargoui.core.expr.names import described
from kargoui.core.lint.subjects import VARS, Manifest, Step
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping, text

Variable = tuple[str, str]  # name and value as written
_ANYTHING = Field("any", required=True)


def written(listed: object) -> list[Variable]:
    """The variables of a list, as their author wrote them."""
    found = ((text(each.get("name")), text(each.get("value"))) for each in map(mapping, items(listed)))
    return [variable for variable in found if variable[0]]


_PLACED: WeakKeyDictionary[Manifest, tuple[tuple[Path, str, str], ...]] = WeakKeyDictionary()


def placed(manifest: Manifest) -> tuple[tuple[Path, str, str], ...]:
    """The variables of a Stage (its own, then its template's) or of a task: path, name and value."""
    found = _PLACED.get(manifest)
    if found is None:
        found = _PLACED[manifest] = tuple(
            ((*path, index), name, text(each.get("value")))
            for path in VARS.get(manifest.kind, ())
            for index, each in enumerate(map(mapping, items(manifest.at(path))))
            if (name := text(each.get("name")))
        )
    return found


def of_manifest(manifest: Manifest) -> list[Variable]:
    """The same without their places."""
    return [(name, value) for _, name, value in placed(manifest)]


def of_run(promotion: Iterable[Variable], task: Manifest, reference: Step) -> dict[str, str]:
    """What the steps of a task see when a step references it: a default gives way to the promotion's."""
    seen = dict(promotion)
    for name, value in of_manifest(task):
        if not seen.get(name):
            seen[name] = value
    return {**seen, **dict(written(reference.body.get("vars")))}


@lru_cache(maxsize=8192)
def field_of(value: str, version: str) -> Field:
    """What is known of a variable's value: of a text without expressions, everything."""
    if "${{" not in value and "${%" not in value:
        return described(value)
    return kind_of(value, version, "step-vars") or _ANYTHING


def merged(fields: Iterable[Field]) -> Field:
    """What is known of a variable that different Stages set to different things."""
    unique = {id(each): each for each in fields}
    if len(unique) == 1:
        return next(iter(unique.values()))
    types = {each.type for each in unique.values()}
    return Field(types.pop(), required=True) if len(types) == 1 else _ANYTHING
