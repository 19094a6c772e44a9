"""Finds the tables of kinds, steps, subscriptions and expressions, and reads them when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Generic, TypeVar

from kargoui.core.catalog.build import field_of
from kargoui.core.catalog.model import Catalog, Field, Function, Kind, Name, Parameter, StepKind
from kargoui.core.catalog.table import Line, heads, read
from kargoui.core.catalog.versions import EVERY, VERSIONS, minor, number

T = TypeVar("T")


class Lazy(Mapping[str, T], Generic[T]):
    """A mapping that makes an entry when somebody first asks for it."""

    __slots__ = ("_find", "_made", "_make", "_names")

    def __init__(
        self,
        names: Callable[[], tuple[str, ...]],
        find: Callable[[str], Line | None],
        make: Callable[[Line], T],
    ) -> None:
        self._names = names
        self._find = find
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        made = self._made.get(name)
        if made is None:
            line = self._find(name)
            if line is None:
                raise KeyError(name)
            made = self._made[name] = self._make(line)
        return made

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in self._made or self._find(name) is not None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())


@lru_cache(maxsize=64)
def catalog(version: str) -> Catalog:
    """What Kargo `version` knows; "1.11", "v1.11" and "1.11.2" are the same. Raises UnknownVersion."""
    return _catalog(number(minor(version)))


@cache
def _catalog(version: int) -> Catalog:
    def of_files(folder: str, make: Callable[[Line, int], T]) -> Lazy[T]:
        return Lazy(
            lambda: tuple(name for name in heads(folder) if _head(folder, name, version)),
            lambda name: _head(folder, name, version),
            lambda line: make(line, version),
        )

    def of_lines(word: str, make: Callable[[Line, int], T]) -> Lazy[T]:
        return Lazy(
            lambda: tuple(name for name, line in _lines(word).items() if version in line.range),
            lambda name: _present(_lines(word).get(name), version),
            lambda line: make(line, version),
        )

    return Catalog(
        version=VERSIONS[version],
        kinds=of_files("kinds", _kind),
        steps=of_files("steps", _step),
        subscriptions=of_files("subscriptions", _field),
        functions=of_lines("function", _function),
        names=of_lines("name", _name),
        results=of_lines("result", _field),
    )


def _present(line: Line | None, version: int) -> Line | None:
    return line if line is not None and version in line.range else None


def _head(folder: str, name: str, version: int) -> Line | None:
    if name not in heads(folder):
        return None
    return _present(read(f"{folder}/{name}.txt")[0], version)


@cache
def _lines(word: str) -> Mapping[str, Line]:
    return {line.words[1]: line for line in read("expressions.txt") if line.words[0] == word}


def _field(line: Line, version: int) -> Field:
    return field_of(line, version, EVERY)


def _said(line: Line, name: str, version: int) -> str | None:
    """What a facet of a top line says in one version."""
    for facet in line.facets:
        if facet.name == name and version in facet.range:
            return facet.value or facet.range.since
    return None


def _kind(line: Line, version: int) -> Kind:
    return Kind(
        name=line.words[1],
        plural=_said(line, "plural", version) or "",
        namespaced=_said(line, "cluster-scoped", version) is None,
        schema=field_of(line, version, EVERY),
        summary=line.note,
        since=line.range.since,
        until=line.range.until,
    )


def _step(line: Line, version: int) -> StepKind:
    parts = {part.words[0]: field_of(part, version, line.range) for part in line.children}
    return StepKind(
        name=line.words[1],
        summary=line.note,
        config=parts["config"],
        outputs=parts["outputs"].fields,
        open_outputs=parts["outputs"].open,
        since=line.range.since,
        until=line.range.until,
        deprecated=_said(line, "deprecated", version),
    )


def _parameter(line: Line, version: int) -> Parameter:
    return Parameter(
        name=line.words[0],
        type=line.words[1],
        optional=_said(line, "optional", version) is not None,
        deprecated=_said(line, "deprecated", version),
    )


def _function(line: Line, version: int) -> Function:
    return Function(
        name=line.words[1],
        parameters=tuple(_parameter(part, version) for part in line.children if version in part.range),
        returns=_said(line, "returns", version) or "any",
        nullable=_said(line, "nullable", version) is not None,
        where=(_said(line, "where", version) or "anywhere").replace("|", " "),
        summary=line.note,
        since=line.range.since,
        until=line.range.until,
    )


def _name(line: Line, version: int) -> Name:
    return Name(
        name=line.words[1],
        type=line.words[2],
        where=(_said(line, "where", version) or "anywhere").replace("|", " "),
        summary=line.note,
        since=line.range.since,
        until=line.range.until,
        deprecated=_said(line, "deprecated", version),
    )
