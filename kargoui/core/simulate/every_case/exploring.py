"""Evaluates expressions for many cases at once: once for each answer that they can tell apart.

What an expression reads besides Freight is known from its tree. Which slots it looks into shows while it
runs: each time it asks for a slot that is filled in some of the cases and empty in others, the others are
put aside, and it runs again for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kargoui.core.expr import FreightPiece, Unknown
from kargoui.core.simulate.every_case.caseset import CaseSet, Universe

V = TypeVar("V")
Split = list[tuple[CaseSet, object]]


@dataclass(frozen=True, slots=True)
class Fails:
    """An evaluation that ends in an error; the text is Kargo's."""

    message: str


class Slots(Mapping[str, FreightPiece]):
    """The Freight of slots of which only the cases say whether they are filled."""

    def __init__(self, universe: Universe, pieces: Mapping[str, FreightPiece]) -> None:
        self.universe = universe
        self.pieces = pieces
        self.cases: CaseSet = 0
        self.asked = ""
        self._known: dict[str, bool] = {}
        self._waiting: list[tuple[CaseSet, dict[str, bool]]] = []

    def each(self, cases: CaseSet) -> Iterator[None]:
        """Once for each set of cases that what is run meanwhile can tell apart: `self.cases`."""
        self._waiting = [(cases, {})]
        while self._waiting:
            self.cases, self._known = self._waiting.pop()
            yield

    def holds(self, origin: str) -> bool:
        """Whether a slot is filled; where it depends on the case, first in those where it is."""
        known = self._known.get(origin)
        if known is None:
            filled = self.cases & self.universe.filled(origin)
            empty = self.cases & ~filled
            known = bool(filled)
            if filled and empty:
                self._waiting.append((empty, {**self._known, origin: False}))
                self.cases = filled
            self._known[origin] = known
        return known

    def get(self, origin: str, default: object = None) -> FreightPiece | None:  # type: ignore[override]
        """What a slot holds."""
        self.asked = origin
        return self.pieces.get(origin) if self.holds(origin) else None

    def __getitem__(self, origin: str) -> FreightPiece:
        found = self.get(origin)
        if found is None:
            raise KeyError(origin)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.pieces)

    def __len__(self) -> int:
        return len(self.pieces)


class Lookups(dict[object, object]):
    """What was looked up, by what was sought and whether the slot that it comes from is filled."""

    def __init__(self, slots: Slots, found: dict[object, object], origins: dict[object, str]) -> None:
        """`found` and `origins` are what has been looked up for the same requests before."""
        super().__init__()
        self._slots, self._found, self._origins = slots, found, origins

    def get(self, sought: object, default: object = None) -> object:
        """What was found before, None where nobody has looked."""
        origin = self._origins.get(sought)
        if origin is None:
            self._slots.asked = ""
            return None
        return self._found.get((sought, bool(origin) and self._slots.holds(origin)))

    def __setitem__(self, sought: object, found: object) -> None:
        origin = self._origins[sought] = self._slots.asked
        self._found[sought, bool(origin) and self._slots.holds(origin)] = found


def combined(
    cases: CaseSet, splits: Iterable[list[tuple[CaseSet, V]]]
) -> list[tuple[CaseSet, tuple[V, ...]]]:
    """The cases by what all splits say of them."""
    found: list[tuple[CaseSet, tuple[V, ...]]] = [(cases, ())] if cases else []
    for split in splits:
        found = [
            (both, (*values, value))
            for mask, values in found
            for part, value in split
            if (both := mask & part)
        ]
    return found


def merged(
    split: Iterable[tuple[CaseSet, V]], key: Callable[[object], object] | None = None
) -> list[tuple[CaseSet, V]]:
    """One part for all that is alike, with the first of the values."""
    key = key or identity
    found: dict[object, tuple[CaseSet, V]] = {}
    for mask, value in split:
        name = key(value)
        known = found.get(name)
        found[name] = (mask, value) if known is None else (known[0] | mask, known[1])
    return list(found.values())


def identity(value: object) -> object:
    """A key that is equal for values that are the same to every reader."""
    if isinstance(value, bool | int | float | str):
        return (type(value), value)
    if value is None or isinstance(value, Unknown | Fails):
        return value
    if isinstance(value, dict):
        return (type(value), tuple((key, identity(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return (type(value), tuple(map(identity, value)))
    return (type(value), id(value))
