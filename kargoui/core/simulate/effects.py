"""What an edit does to the cases of one Stage, seen at one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kargoui.core.simulate.cases import CaseOutcome, Cases
from kargoui.core.simulate.project import Case

_MOST_SLOTS = 6  # with more of them some cases stand for all


@dataclass(frozen=True, slots=True)
class Effect:
    """A Stage's cases before and after. In how many of those that were compared ...

    `mended`: the step failed and does not any more; `remaining`: it still does; `newly`: the promotion
    succeeded and does not any more; `skipped`: the step is skipped now and was not. `idle`: the step ran to
    its end in some case, and never does any more.
    """

    before: Cases
    after: Cases
    mended: int
    remaining: int
    newly: int
    skipped: int
    idle: bool

    @property
    def stage(self) -> str:
        return self.before.stage


def effect(before: Cases, after: Cases, aliases: Sequence[str]) -> Effect:
    """Compares the cases of a Stage; `aliases` are those of the step."""
    mended = remaining = newly = skipped = ran = runs = 0
    for one, other in _pairs(before, after):
        failed, fails = _fails(one, aliases), _fails(other, aliases)
        mended += failed and not fails
        remaining += fails
        newly += one.phase == "Succeeded" != other.phase
        skipped += _is(other, aliases, "Skipped") and not _is(one, aliases, "Skipped")
        ran += _is(one, aliases, "Succeeded")
        runs += _is(other, aliases, "Succeeded")
    return Effect(before, after, mended, remaining, newly, skipped, idle=bool(ran and not runs))


def _pairs(before: Cases, after: Cases) -> Iterator[tuple[CaseOutcome, CaseOutcome]]:
    if len(before.origins) <= _MOST_SLOTS:
        yield from zip(before, after, strict=True)
        return
    full = frozenset(before.origins)
    chosen = [Case(full, target) for target in before.origins]
    chosen += [Case(frozenset({target}), target) for target in before.origins]
    chosen += [group.smallest for group in (*before.groups, *after.groups)]
    for case in dict.fromkeys(chosen):
        yield before.outcome(case), after.outcome(case)


def _fails(outcome: CaseOutcome, aliases: Sequence[str]) -> bool:
    """Whether the step fails, or may for all that is known. In 1.4 a step whose `if` fails has no status."""
    return any(
        step.status in ("Failed", "Errored", "") or (step.status == "Unknown" and bool(step.message))
        for step in outcome.steps
        if step.alias in aliases
    )


def _is(outcome: CaseOutcome, aliases: Sequence[str], status: str) -> bool:
    return any(step.status == status for step in outcome.steps if step.alias in aliases)
