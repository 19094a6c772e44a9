"""The catalog says of every Kargo version what Kargo's own CRDs and schemas say, nothing less and no more."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

import pytest

from kargoui.core.catalog import VERSIONS, Field, Kind, catalog
from tests.core.catalog.kargo_schemas import crd_kinds, json_schemas
from tests.shared import shared

pytestmark = pytest.mark.conformance

OURS_ALONE = {"since", "until", "note"}
NESTED = {"fields", "items", "values"}
# Deprecations that the release notes announce and the schemas do not mention.
ANNOUNCED = {
    "Stage.status.message": "deprecated by 1.3, gone in 1.5",
    "Stage.status.phase": "deprecated by 1.3, gone in 1.5",
}
SUBSCRIPTION_SCHEMAS_SINCE = "1.9"

versions = pytest.mark.parametrize("version", VERSIONS)


@versions
def test_kinds_are_those_of_the_crds(version: str) -> None:
    expected = crd_kinds(shared("kargo", f"v{version}", "crds"))
    found = catalog(version).kinds
    assert sorted(found) == sorted(expected)
    assert [_scope(found[name]) for name in expected] == [_scope(kind) for kind in expected.values()]
    assert list(_all_differences(_schemas(expected), _schemas(found))) == []


@versions
def test_steps_are_those_of_the_step_schemas(version: str) -> None:
    expected = json_schemas(shared("kargo", f"v{version}", "steps"), "-config.json")
    found = {name: step.config for name, step in catalog(version).steps.items()}
    assert list(_all_differences(expected, found)) == []


@versions
def test_subscriptions_are_those_of_their_schemas_or_the_warehouse(version: str) -> None:
    if VERSIONS.index(version) < VERSIONS.index(SUBSCRIPTION_SCHEMAS_SINCE):
        warehouse = crd_kinds(shared("kargo", f"v{version}", "crds"))["Warehouse"].schema
        inline = warehouse.fields["spec"].fields["subscriptions"].items
        assert inline is not None
        expected = inline.fields
    else:
        expected = json_schemas(shared("kargo", f"v{version}", "subscriptions"), ".json")
    assert list(_all_differences(expected, catalog(version).subscriptions)) == []


@pytest.mark.parametrize("of", ["kinds", "steps", "subscriptions"])
def test_since_and_until_are_the_versions_that_have_it(of: str) -> None:
    lifetimes: dict[str, list[str]] = {}
    said: dict[str, set[tuple[str, str | None]]] = {}
    for version in VERSIONS:
        for path, field in _places(version, of):
            lifetimes.setdefault(path, []).append(version)
            said.setdefault(path, set()).add((field.since, field.until))
    wrong = []
    for path, had in lifetimes.items():
        until = None if had[-1] == VERSIONS[-1] else had[-1]
        if said[path] != {(had[0], until)} or had != _between(had[0], had[-1]):
            wrong.append((path, had, said[path]))
    assert wrong == []


def _scope(kind: Kind) -> tuple[str, str, bool]:
    return kind.name, kind.plural, kind.namespaced


def _schemas(kinds: Mapping[str, Kind]) -> dict[str, Field]:
    return {name: kind.schema for name, kind in kinds.items()}


def _between(first: str, last: str) -> list[str]:
    return list(VERSIONS[VERSIONS.index(first) : VERSIONS.index(last) + 1])


def _all_differences(expected: Mapping[str, Field], found: Mapping[str, Field]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in expected.keys() - found.keys())
    yield from (f"{name} is invented" for name in found.keys() - expected.keys())
    for name in expected.keys() & found.keys():
        yield from _differences(name, expected[name], found[name])


def _differences(path: str, expected: Field, found: Field, inside_deprecated: bool = False) -> Iterator[str]:
    for facet in sorted({facet.name for facet in dataclasses.fields(Field)} - OURS_ALONE - NESTED):
        theirs, ours = getattr(expected, facet), getattr(found, facet)
        if facet == "deprecated" and (inside_deprecated or path in ANNOUNCED):
            continue
        if not _same(facet, theirs, ours):
            yield f"{path} {facet}: {theirs} there, {ours} here"
    there, here = _children(path, expected), _children(path, found)
    yield from (f"{name} is missing" for name in there.keys() - here.keys())
    yield from (f"{name} is invented" for name in here.keys() - there.keys())
    for name in there.keys() & here.keys():
        inside = inside_deprecated or found.deprecated is not None
        yield from _differences(name, there[name], here[name], inside)


def _same(facet: str, theirs: object, ours: object) -> bool:
    if facet == "deprecated":
        return bool(theirs) == bool(ours)
    if isinstance(theirs, tuple) and isinstance(ours, tuple):
        return sorted(theirs) == sorted(ours)
    return theirs == ours and isinstance(theirs, bool) == isinstance(ours, bool)


def _children(path: str, field: Field) -> dict[str, Field]:
    found = {f"{path}.{name}": sub for name, sub in field.fields.items()}
    if field.items is not None:
        found[f"{path}[]"] = field.items
    if field.values is not None:
        found[f"{path}{{}}"] = field.values
    return found


def _places(version: str, of: str) -> Iterator[tuple[str, Field]]:
    known = catalog(version)
    tops = {
        "kinds": _schemas(known.kinds),
        "steps": {name: step.config for name, step in known.steps.items()},
        "subscriptions": dict(known.subscriptions),
    }
    for name, field in tops[of].items():
        yield from _below(name, field)


def _below(path: str, field: Field) -> Iterator[tuple[str, Field]]:
    yield path, field
    for name, sub in _children(path, field).items():
        yield from _below(name, sub)
