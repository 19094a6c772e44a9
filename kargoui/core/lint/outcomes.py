"""Stages whose promotions end otherwise under a later Kargo version, case by case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.lint.context import Context
from kargoui.core.simulate import NOT_CREATED, Case, Cases, NotCreated, foreseen, plan, run

_GOOD: Final = "Succeeded"
_BAD: Final = frozenset({"Failed", "Errored", "Aborted", NOT_CREATED})


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """Cases of a Stage that end otherwise from a version on, for the same reason.

    `step` and `message` are those of the promotion that does not succeed, before or after. `smallest` has the
    fewest filled slots; `reachable`: real Freight can get to one of them, and then to it.
    """

    stage: str
    version: str
    before: str
    after: str
    count: int
    smallest: Case
    reachable: bool
    step: str
    message: str

    @property
    def worse(self) -> bool:
        """Whether promotions that can happen, and succeeded, do no more."""
        return self.before == _GOOD and self.reachable


def outcome_changes(under: Callable[[str], Context], versions: Sequence[str]) -> Iterator[OutcomeChange]:
    """What differs between the first and the last of some versions, each with the version that brings it.

    Only whether promotions succeed is compared: how Kargo calls a failure changes with versions too.
    """
    first, last = under(versions[0]).cases, under(versions[-1]).cases
    for stage, after in last.items():
        before = first.get(stage)
        if before is None or before.universe is None or before.origins != after.origins:
            continue
        for change in _differing(stage, before, after):
            yield _dated(change, under, versions)


def _differing(stage: str, before: Cases, after: Cases) -> Iterator[OutcomeChange]:
    universe = before.universe
    assert universe is not None  # noqa: S101 - for mypy: the caller has seen to it
    ends = after.promotions.ends
    found: dict[tuple[str, str, str, str], int] = {}
    for one, then in before.promotions.ends:
        if after.universe is None and then.phase == _GOOD:
            key = (then.phase, NOT_CREATED, "", after.refusal)
            found[key] = found.get(key, 0) | one
        for other, now in ends:
            bad, good = (now, then) if then.phase == _GOOD else (then, now)
            if one & other and good.phase == _GOOD and bad.phase in _BAD:
                key = (then.phase, now.phase, bad.step, bad.message)
                found[key] = found.get(key, 0) | (one & other)
    reachable = before.reachable | after.reachable
    for (then_phase, now_phase, step, message), cases in found.items():
        within = cases & reachable
        smallest = universe.smallest(within or cases)
        count = cases.bit_count()
        yield OutcomeChange(stage, "", then_phase, now_phase, count, smallest, bool(within), step, message)


def _dated(change: OutcomeChange, under: Callable[[str], Context], versions: Sequence[str]) -> OutcomeChange:
    """The change with the first version in which the smallest case ends as in the last one."""
    succeeds = change.after == _GOOD
    for version in versions[1:]:
        if (_phase(under(version), change.stage, change.smallest) == _GOOD) is succeeds:
            return replace(change, version=version)
    return replace(change, version=versions[-1])


def _phase(context: Context, stage: str, case: Case) -> str:
    try:
        outcomes = foreseen(plan(context.project, stage, context.version))
        return run(context.project, stage, case, context.version, outcomes).phase
    except NotCreated:
        return NOT_CREATED
