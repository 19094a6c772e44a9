"""Sets of cases as the bits of one integer, so that what many cases have in common is worked out at once.

With N slots, the case that targets slot t while the slots of a pattern p (a number of N bits) are filled is
bit t * 2^N + p. A set of all cases of 16 slots takes 128 kB.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from kargoui.core.simulate.project import Case

CaseSet = int


class Universe:
    """All cases of a Stage with these slots."""

    def __init__(self, origins: Sequence[str]) -> None:
        self.origins = tuple(origins)
        self._places = {origin: place for place, origin in enumerate(self.origins)}
        size = len(self.origins)
        self._slots, self._targets, self.all = _masks(size)
        self._size = 1 << size

    def filled(self, origin: str) -> CaseSet:
        """The cases in which a slot holds Freight."""
        return self._slots[self._places[origin]] if origin in self._places else 0

    def targeting(self, origin: str) -> CaseSet:
        """The cases that promote Freight of an origin."""
        return self._targets[self._places[origin]]

    @property
    def by_target(self) -> list[tuple[CaseSet, str]]:
        return list(zip(self._targets, self.origins, strict=True))

    def only(self, origins: frozenset[str]) -> CaseSet:
        """The cases in which no other slots are filled than these."""
        found = self.all
        for origin in self.origins:
            if origin not in origins:
                found &= ~self.filled(origin)
        return found

    def bit(self, case: Case) -> CaseSet:
        """The set of one case. Raises KeyError where there is none such."""
        if case.target not in case.filled:
            raise KeyError(case)
        pattern = sum(1 << self._places[origin] for origin in case.filled)
        return 1 << (self._places[case.target] * self._size + pattern)

    def smallest(self, cases: CaseSet) -> Case:
        """The case with the fewest filled slots, the first of them in the Stage's order."""
        level = next(level & cases for level in _levels(len(self.origins)) if level & cases)
        return self._case((level & -level).bit_length() - 1)

    def each(self) -> Iterator[Case]:
        """All cases: the fewest filled slots first, then in the Stage's order."""
        for size in range(1, len(self.origins) + 1):
            for filled in combinations(self.origins, size):
                yield from (Case(frozenset(filled), target) for target in filled)

    def _case(self, place: int) -> Case:
        target, pattern = divmod(place, self._size)
        filled = frozenset(origin for at, origin in enumerate(self.origins) if pattern >> at & 1)
        return Case(filled, self.origins[target])


@lru_cache(maxsize=17)
def _masks(size: int) -> tuple[tuple[CaseSet, ...], tuple[CaseSet, ...], CaseSet]:
    """For each slot the cases in which it is filled, for each target its cases, and all cases."""
    width = 1 << size
    patterns = [_pattern_with(place, size) for place in range(size)]
    targets = tuple(pattern << place * width for place, pattern in enumerate(patterns))
    everything = sum(targets)
    slots = tuple(sum(pattern << place * width for place in range(size)) & everything for pattern in patterns)
    return slots, targets, everything


def _pattern_with(place: int, size: int) -> int:
    """The patterns in which one slot is filled, as bits."""
    block = 1 << place
    found, length = ((1 << block) - 1) << block, 2 * block
    while length < 1 << size:
        found |= found << length
        length *= 2
    return found


@lru_cache(maxsize=17)
def _levels(size: int) -> tuple[CaseSet, ...]:
    """The cases with 1, 2, ... filled slots."""
    patterns = [1]
    for place in range(size):
        shifted = [0, *(level << (1 << place) for level in patterns)]
        patterns = [one | other for one, other in zip([*patterns, 0], shifted, strict=True)]
    starts = [target << size for target in range(size)]
    everything = _masks(size)[2]
    return tuple(sum(level << start for start in starts) & everything for level in patterns[1:])
