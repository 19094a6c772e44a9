"""All cases of a Stage: each combination of filled and empty slots, and each slot that may be the target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kargoui.core.catalog import catalog
from kargoui.core.simulate.foreseen import foreseen
from kargoui.core.simulate.plan import NotCreated, Plan, plan
from kargoui.core.simulate.project import Case, Project
from kargoui.core.simulate.simulator import run
from kargoui.core.simulate.trace import Outcome


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


@dataclass(frozen=True)
class Cases:
    """Every case of one Stage under one Kargo version. `origins` are its slots, in its order.

    `refusal` is Kargo's answer where no promotion can be created at all; then there is nothing else.
    """

    stage: str
    version: str
    origins: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    refusal: str = ""
    all: tuple[CaseOutcome, ...] = ()

    @property
    def count(self) -> int:
        """How many cases there are: N * 2^(N-1)."""
        return sum(group.count for group in self.groups)

    @property
    def failing(self) -> int:
        """In how many of them the promotion does not succeed, for all that is known."""
        return sum(group.count for group in self.groups if group.phase != "Succeeded")

    def outcome(self, case: Case) -> CaseOutcome:
        """One case, its target filled. Raises KeyError where the Stage has no such case."""
        for each in self.all:
            if each.case == case:
                return each
        raise KeyError(case)

    def __iter__(self) -> Iterator[CaseOutcome]:
        """Each case: those with the fewest filled slots first, then in the Stage's order."""
        return iter(self.all)


def cases(project: Project, stage: str, version: str, pinned: Mapping[str, Outcome] | None = None) -> Cases:
    """All cases of a Stage. `pinned` are outcomes of steps by alias that somebody chose."""
    version = catalog(version).version
    try:
        planned = plan(project, stage, version)
    except NotCreated as refusal:
        return Cases(stage, version, (), refusal=str(refusal))
    origins = tuple(dict.fromkeys(planned.requests))
    outcomes = {**foreseen(planned), **(pinned or {})}
    found: list[CaseOutcome] = []
    for size in range(1, len(origins) + 1):
        for filled in combinations(origins, size):
            each = (Case(frozenset(filled), target) for target in filled)
            found.extend(_outcome(project, planned, case, outcomes) for case in each)
    return Cases(stage, version, origins, tuple(_groups(origins, found)), "", tuple(found))


def _outcome(project: Project, planned: Plan, case: Case, outcomes: Mapping[str, Outcome]) -> CaseOutcome:
    trace = run(project, planned.stage, case, planned.version, outcomes)
    steps = tuple(StepOutcome(step.alias, step.status, step.message) for step in trace.steps)
    return CaseOutcome(case, trace.phase, trace.message, trace.step, steps)


def _groups(origins: tuple[str, ...], found: list[CaseOutcome]) -> Iterator[Group]:
    by_end: dict[tuple[str, str, str], list[Case]] = {}
    for each in found:
        by_end.setdefault((each.phase, each.message, each.step), []).append(each.case)
    for (phase, message, step), listed in by_end.items():
        sets = [case.filled for case in listed]
        targets = {case.target for case in listed}
        yield Group(
            phase,
            message,
            step,
            len(listed),
            listed[0],
            frozenset.intersection(*sets),
            frozenset(origins) - frozenset.union(*sets),
            targets.pop() if len(targets) == 1 else "",
        )
