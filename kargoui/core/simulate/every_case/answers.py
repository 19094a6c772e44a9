"""All cases of a Stage: each combination of filled and empty slots, and each slot that may be the target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Final

from kargoui.core.catalog import VERSIONS, catalog
from kargoui.core.expr.quoting import quote
from kargoui.core.simulate.every_case import first_promoting, promoting
from kargoui.core.simulate.every_case.caseset import CaseSet, Universe
from kargoui.core.simulate.every_case.promoting import End, Promotions
from kargoui.core.simulate.plan import NotCreated, plan
from kargoui.core.simulate.project import Case, Project
from kargoui.core.simulate.trace import Outcome

MOST_SLOTS: Final = 16


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """How one step ends. `status` is Kargo's, or Unknown where that depends on what is not known."""

    alias: str
    status: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """How the promotion of one case ends; `reachable`: a real history can get there.

    `step` is the alias of the step that decides, "" where the promotion succeeds.
    """

    case: Case
    phase: str
    message: str
    step: str
    steps: tuple[StepOutcome, ...]
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that end alike, because of the same step and with the same message.

    `filled` and `empty` are the slots that are so in all of them, `target` is what all of them promote, ""
    where they differ. `smallest` has the fewest filled slots, a reachable one if there is any.
    """

    phase: str
    message: str
    step: str
    count: int
    smallest: Case
    filled: frozenset[str]
    empty: frozenset[str]
    target: str
    reachable: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Every case of one Stage under one Kargo version. `origins` are its slots, in its order.

    `refusal` is Kargo's answer where no promotion can be created at all; then there is nothing else.
    """

    stage: str
    version: str
    origins: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    refusal: str = ""
    universe: Universe | None = field(default=None, repr=False)
    promotions: Promotions = field(default_factory=Promotions, repr=False)
    reachable: CaseSet = field(default=0, repr=False)
    _endings: dict[Case, tuple[End, int]] = field(default_factory=dict, repr=False, init=False)

    @property
    def count(self) -> int:
        """How many cases there are: N * 2^(N-1)."""
        return sum(group.count for group in self.groups)

    @property
    def failing(self) -> int:
        """In how many of them the promotion does not succeed, for all that is known."""
        return sum(group.count for group in self.groups if group.phase != "Succeeded")

    def end(self, case: Case) -> End:
        """How one case ends. Raises KeyError where the Stage has no such case."""
        return self._ending(case)[0]

    def skipped(self, case: Case) -> int:
        """How many steps of one case are skipped. Raises KeyError where the Stage has no such case."""
        return self._ending(case)[1]

    def _ending(self, case: Case) -> tuple[End, int]:
        """The same, worked out once: each rollout asks for the same few cases."""
        known = self._endings.get(case)
        if known is None:
            bit = self._bit(case)
            end = next(end for mask, end in self.promotions.ends if mask & bit)
            splits = chain.from_iterable(split for _, split in self.promotions.steps)
            skipped = sum(status == "Skipped" and bool(mask & bit) for mask, (status, _) in splits)
            known = self._endings[case] = end, skipped
        return known

    def outcome(self, case: Case) -> CaseOutcome:
        """One case. Raises KeyError where the Stage has no such case."""
        bit, end = self._bit(case), self.end(case)
        steps = tuple(
            StepOutcome(alias, *status)
            for alias, split in self.promotions.steps
            for mask, status in split
            if mask & bit
        )
        return CaseOutcome(case, end.phase, end.message, end.step, steps, bool(self.reachable & bit))

    def _bit(self, case: Case) -> CaseSet:
        if self.universe is None:
            raise KeyError(case)
        return self.universe.bit(case)

    def __iter__(self) -> Iterator[CaseOutcome]:
        """Each case: those with the fewest filled slots first, then in the Stage's order."""
        return map(self.outcome, self.universe.each()) if self.universe is not None else iter(())


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """The promotions of all cases of a Stage; `universe` is None where Kargo creates none: see `refusal`."""

    stage: str
    version: str
    origins: tuple[str, ...]
    refusal: str = ""
    universe: Universe | None = None
    promotions: Promotions = field(default_factory=Promotions)

    def may_succeed(self, origin: str, filled: frozenset[str]) -> bool:
        """Whether some promotion with Freight of an origin succeeds while no other slots are filled."""
        if self.universe is None:
            return False
        well = 0
        for mask, end in self.promotions.ends:
            if end.phase in ("Succeeded", "Unknown"):
                well |= mask
        return bool(well & self.universe.filled(origin) & self.universe.only(filled))


def answered(
    project: Project, stage: str, version: str, pinned: Mapping[str, Outcome] | None = None
) -> Answered:
    """The promotions of all cases of a Stage. `pinned` are outcomes of steps by alias that somebody chose."""
    version = catalog(version).version
    try:
        planned = plan(project, stage, version)
    except NotCreated as refusal:
        return Answered(stage, version, (), str(refusal))
    origins = tuple(dict.fromkeys(planned.requests))
    if not 0 < len(origins) <= MOST_SLOTS:
        too_many = f"Stage {quote(stage)} requests Freight from {len(origins)} origins"
        return Answered(stage, version, origins, f"{too_many}; kargoui simulates 1 to {MOST_SLOTS}")
    universe = Universe(origins)
    promote_all = first_promoting.promote_all if version == VERSIONS[0] else promoting.promote_all
    promotions = promote_all(project, planned, universe, pinned or {})
    return Answered(stage, version, origins, "", universe, promotions)


@lru_cache(maxsize=8192)
def told(of: Answered, arriving: frozenset[str]) -> Cases:
    """The cases of a Stage to which Freight of these origins can get; all others are unreachable."""
    if of.universe is None:
        return Cases(of.stage, of.version, of.origins, refusal=of.refusal)
    reachable = of.universe.only(arriving)
    groups = _groups(of.universe, of.promotions, reachable)
    return Cases(of.stage, of.version, of.origins, groups, "", of.universe, of.promotions, reachable)


def _groups(universe: Universe, promotions: Promotions, reachable: CaseSet) -> tuple[Group, ...]:
    """The groups: what fails and can be reached first, then what fails with the fewest slots filled."""
    found = [_group(universe, mask, end, reachable) for mask, end in promotions.ends]
    order = {alias: place for place, (alias, _) in enumerate(promotions.steps)}
    return tuple(
        sorted(
            found,
            key=lambda group: (
                group.phase == "Succeeded",
                not group.reachable,
                len(group.smallest.filled),
                order.get(group.step, -1),
            ),
        )
    )


def _group(universe: Universe, mask: CaseSet, end: End, reachable: CaseSet) -> Group:
    within = mask & reachable
    filled = frozenset(origin for origin in universe.origins if not mask & ~universe.filled(origin))
    empty = frozenset(origin for origin in universe.origins if not mask & universe.filled(origin))
    targets = [origin for part, origin in universe.by_target if mask & part]
    return Group(
        end.phase,
        end.message,
        end.step,
        mask.bit_count(),
        universe.smallest(within or mask),
        filled,
        empty,
        targets[0] if len(targets) == 1 else "",
        bool(within),
    )
