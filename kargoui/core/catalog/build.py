"""Makes the fields of one Kargo version from the lines of the tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from kargoui.core.catalog.model import Field
from kargoui.core.catalog.table import Facet, Line, heads, read
from kargoui.core.catalog.versions import VERSIONS, Range

TYPES: Final = frozenset({"object", "array", "string", "integer", "number", "boolean", "any"})
ITEMS: Final = "[]"
VALUES: Final = "{}"
_NUMBERS: Final[Mapping[str, tuple[str, Callable[[str], int | float]]]] = {
    "minimum": ("minimum", float),
    "maximum": ("maximum", float),
    "min-length": ("min_length", int),
    "max-length": ("max_length", int),
    "min-items": ("min_items", int),
    "max-items": ("max_items", int),
    "min-properties": ("min_properties", int),
    "max-properties": ("max_properties", int),
}
_FLAGS: Final = frozenset({"required", "nullable", "open"})
_OF_KINDS: Final = frozenset({"plural", "cluster-scoped"})  # said on the top line of a kind, read elsewhere


@cache
def shapes() -> Mapping[str, Line]:
    """What the tables write once and refer to as `@Name`."""
    found = {line.words[1]: line for line in read("shapes.txt")}
    return {
        **found,
        **{f"subscriptions/{name}": read(f"subscriptions/{name}.txt")[0] for name in heads("subscriptions")},
    }


@cache
def patterns() -> Mapping[str, str]:
    """The regular expressions of the tables by their names."""
    return {line.words[1]: line.words[2] for line in read("patterns.txt")}


@cache
def _shape(name: str, version: int, outer: Range) -> Field:
    line = shapes()[name]
    return field_of(line, version, outer)


def field_of(line: Line, version: int, outer: Range, lifetime: Range | None = None) -> Field:
    """The field that a line is in one version, by its number; `outer` are its parent's versions."""
    held = line.range.within(outer)
    facts: dict[str, Any] = {}
    kind = line.words[-1]
    if kind.startswith("@"):
        if kind[1:] not in shapes() or line.children:
            raise line.error(f"no shape, or one that is added to: {kind}")
        shape = _shape(kind[1:], version, lifetime or held)
        facts = {name: getattr(shape, name) for name in Field.__slots__}
    elif kind in TYPES:
        facts["type"] = kind
        _children(line, version, held, facts)
    else:
        raise line.error(f"no type: {kind}")
    _facets(line, version, facts)
    span = lifetime or held
    facts["since"], facts["until"] = span.since, span.until
    if line.note:
        facts["note"] = line.note
    return Field(**facts)


def fields_of(lines: Iterable[Line], version: int, outer: Range) -> Mapping[str, Field]:
    """The fields that lines beside each other are in one version.

    A name may stand on several lines, for versions that differ in more than facets.
    """
    spans: dict[str, Range] = {}
    chosen: dict[str, Line] = {}
    for line in lines:
        name = line.words[0]
        held = line.range.within(outer)
        known = spans.get(name)
        if known is not None and held.first <= known.last and known.first <= held.last:
            raise line.error(f"{name} stands there twice for one version")
        spans[name] = (
            held if known is None else Range(min(known.first, held.first), max(known.last, held.last))
        )
        if version in line.range:
            chosen[name] = line
    return MappingProxyType(
        {name: field_of(line, version, outer, spans[name]) for name, line in chosen.items()}
    )


def _children(line: Line, version: int, held: Range, facts: dict[str, Any]) -> None:
    found = dict(fields_of(line.children, version, held))
    if ITEMS in found:
        facts["items"] = found.pop(ITEMS)
    if VALUES in found:
        facts["values"] = found.pop(VALUES)
    if found:
        facts["fields"] = MappingProxyType(found)


def _facets(line: Line, version: int, facts: dict[str, Any]) -> None:
    said: set[str] = set()
    for facet in line.facets:
        if version not in facet.range:
            continue
        if facet.name == "enum":
            before = facts.get("enum", ()) if "enum" in said else ()
            facts["enum"] = (*before, *facet.value.split("|"))
        elif facet.name in said:
            raise line.error(f"{facet.name} is said twice of Kargo {VERSIONS[version]}")
        else:
            _facet(line, facet, facts)
        said.add(facet.name)
    rules = tuple(rule.value for rule in line.rules if version in rule.range)
    if rules:
        facts["rules"] = (*facts.get("rules", ()), *rules)


def _facet(line: Line, facet: Facet, facts: dict[str, Any]) -> None:
    name = facet.name
    if name in _NUMBERS:
        attribute, convert = _NUMBERS[name]
        try:
            facts[attribute] = convert(facet.value)
        except ValueError:
            raise line.error(f"no number: {facet.value!r}") from None
    elif name in _FLAGS:
        facts[name] = True
    elif name == "pattern":
        if facet.value not in patterns():
            raise line.error(f"no pattern: {facet.value}")
        facts["pattern"] = patterns()[facet.value]
    elif name == "format":
        facts["format"] = facet.value
    elif name == "default":
        facts["default"] = _default(facet.value)
    elif name == "deprecated":
        facts["deprecated"] = facet.range.since
    elif name not in _OF_KINDS:
        raise line.error(f"no facet: {name}")


def _default(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
