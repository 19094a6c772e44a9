"""Which Kargo versions have what a manifest names, where the version at hand has not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kargoui.core.catalog import VERSIONS, Field, catalog
from kargoui.core.lint.subjects import STEPS, Manifest
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping, text

_SUBSCRIPTIONS: Path = ("spec", "subscriptions")


@dataclass(frozen=True, slots=True)
class Lifetime:
    """`until` is the last version that has it, "" where the newest has; `note` says what else is known."""

    since: str
    until: str = ""
    note: str = ""

    def gone(self, version: str) -> bool:
        """Whether it was there before this version, which has it no more."""
        return bool(self.until) and VERSIONS.index(self.until) < VERSIONS.index(version)


@lru_cache(maxsize=1_000)
def lifetime(table: str, name: str) -> Lifetime | None:
    """Of an entry of one of the catalog's tables: kinds, steps, functions or names; None: of no version."""
    for version in reversed(VERSIONS):
        found = getattr(catalog(version), table).get(name)
        if found is not None:
            return Lifetime(found.since, found.until or "", getattr(found, "note", "") or "")
    return None


def field_lifetime(manifest: Manifest, path: Path) -> Lifetime | None:
    """Of the field at a path of a manifest; None where no version has it there."""
    for version in reversed(VERSIONS):
        field = field_at(manifest, path, version)
        if field is not None:
            return Lifetime(field.since, field.until or "", field.note)
    return None


def field_at(manifest: Manifest, path: Path, version: str) -> Field | None:
    """What a version's tables say of the field at a path, with those of configs and subscriptions."""
    known = catalog(version)
    kind = known.kinds.get(manifest.kind)
    field = kind.schema if kind is not None else None
    steps = STEPS.get(manifest.kind, ())
    for place, part in enumerate(path):
        before = path[:place]
        if steps and part == "config" and before[:-1] == steps:
            step = known.steps.get(text(mapping(manifest.at(before)).get("uses")))
            field = step.config if step is not None else None
        elif before[:-1] == _SUBSCRIPTIONS and manifest.kind == "Warehouse":
            field = known.subscriptions.get(str(part))
        elif field is not None:
            field = field.items if isinstance(part, int) else field.fields.get(part, field.values)
    return field


@dataclass(frozen=True, slots=True)
class _Watched:
    """The parts of a schema that lead to deprecated fields; `field` is one itself."""

    field: Field | None
    fields: Mapping[str, _Watched]
    items: _Watched | None


def deprecated_fields(manifest: Manifest, version: str) -> Iterator[tuple[Path, Field]]:
    """The deprecated fields that a manifest has a value in, with their places."""
    yield from _below(_kind(version, manifest.kind), manifest.at(("spec",)), ("spec",))
    for step in manifest.steps:
        yield from _below(_step(version, step.uses), step.body.get("config"), (*step.path, "config"))
    if manifest.kind != "Warehouse":
        return
    for index, entry in enumerate(items(manifest.at(_SUBSCRIPTIONS))):
        for kind, body in mapping(entry).items():
            path = (*_SUBSCRIPTIONS, index, str(kind))
            yield from _below(_subscription(version, str(kind)), body, path)


def _below(watched: _Watched | None, value: object, path: Path) -> Iterator[tuple[Path, Field]]:
    if watched is None or value in (None, "", [], {}):
        return
    if watched.field is not None:
        yield path, watched.field
    if watched.items is not None:
        for index, item in enumerate(items(value)):
            yield from _below(watched.items, item, (*path, index))
    for name, inner in watched.fields.items():
        yield from _below(inner, mapping(value).get(name), (*path, name))


@lru_cache(maxsize=256)
def _kind(version: str, name: str) -> _Watched | None:
    kind = catalog(version).kinds.get(name)
    spec = kind.schema.fields.get("spec") if kind is not None else None
    # before 1.9 subscriptions stand in the schema of the kind, and are asked for by themselves
    return _watched(spec, but="subscriptions" if name == "Warehouse" else "")


@lru_cache(maxsize=256)
def _step(version: str, name: str) -> _Watched | None:
    step = catalog(version).steps.get(name)
    return _watched(step.config) if step is not None else None


@lru_cache(maxsize=64)
def _subscription(version: str, name: str) -> _Watched | None:
    return _watched(catalog(version).subscriptions.get(name))


def _watched(field: Field | None, but: str = "") -> _Watched | None:
    if field is None:
        return None
    found = {name: _watched(child) for name, child in field.fields.items() if name != but}
    fields = {name: child for name, child in found.items() if child is not None}
    items = _watched(field.items)
    deprecated = field if field.deprecated else None
    return _Watched(deprecated, fields, items) if deprecated or fields or items else None
