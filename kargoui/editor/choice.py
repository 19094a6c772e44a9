"""Which case of a Stage a person looks at, as it stands in the address of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.http import urlencode

from kargoui.core.catalog import VERSIONS
from kargoui.core.simulate import Case, Cases
from kargoui.editor.pins import NO_PINS, Pins, read_pins

_WELL = ("Succeeded", "Unknown")


@dataclass(frozen=True, slots=True)
class Choice:
    """A case, the Kargo version it is run under ("" for the project's own), and what is supposed of steps.

    `filled` is in the Stage's order and holds the target; both are empty where no case is chosen.
    """

    filled: tuple[str, ...] = ()
    target: str = ""
    version: str = ""
    pins: Pins = NO_PINS

    @property
    def case(self) -> Case:
        return Case(frozenset(self.filled), self.target)

    def at(self, case: Case, origins: Sequence[str]) -> Choice:
        """The same with another case."""
        return replace(self, filled=_in_order(case.filled, origins), target=case.target)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the address, in one order whatever order they came in."""
        pairs = [("filled", origin) for origin in self.filled]
        pairs += [("target", self.target)] if self.target else []
        pairs += [("kargo", self.version)] if self.version else []
        return pairs + self.pins.query()

    @property
    def query(self) -> str:
        return urlencode(self.pairs())


def read_choice(query: QueryDict, origins: Sequence[str], version: str) -> Choice:
    """The choice that an address makes for a Stage with these slots; what makes no sense in it is left out.

    Beside the state itself an address may say what to change: `fill` or `empty` one slot. `version` is the
    project's own.
    """
    filled = {origin for origin in query.getlist("filled") if origin in origins}
    target = query.get("target", "")
    filled |= {origin for origin in (target, query.get("fill", "")) if origin in origins}
    if len(filled) > 1:
        filled.discard(query.get("empty", ""))
    ordered = _in_order(filled, origins)
    if target not in filled:
        target = ordered[0] if ordered else ""
    kargo = query.get("kargo", "")
    wanted = kargo if kargo in VERSIONS and kargo != version else ""
    return Choice(ordered, target, wanted, read_pins(query))


def first_choice(found: Cases) -> Case:
    """The case to begin with: the smallest that fails and can happen, else all slots filled."""
    failing = [each for each in found.groups if each.reachable and each.phase not in _WELL]
    if failing:
        return min((group.smallest for group in failing), key=lambda case: _first(case, found.origins))
    return Case(frozenset(found.origins), found.origins[0] if found.origins else "")


def _first(case: Case, origins: Sequence[str]) -> tuple[int, int]:
    """What makes a case come early: few filled slots, then a target that auto-promotion takes early."""
    return len(case.filled), origins.index(case.target)


def _in_order(filled: Iterable[str], origins: Sequence[str]) -> tuple[str, ...]:
    chosen = set(filled)
    return tuple(origin for origin in origins if origin in chosen)
