"""What an edit does to the cases of one Stage, seen at one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from kargoui.core.simulate.every_case.answers import Cases
from kargoui.core.simulate.every_case.caseset import CaseSet


@dataclass(frozen=True, slots=True)
class Effect:
    """A Stage's cases before and after.

    In so many of them `mended`: the step failed and does not any more; `failing`: it still does; `newly`: the
    promotion succeeded and does not any more; `skipped`: the step is skipped now and was not. `reasons` are
    the messages with which the step failed where it is mended, `left` those where it still fails. `idle`: the
    step ran to its end in some case, and never does any more.
    """

    before: Cases
    after: Cases
    mended: int
    failing: int
    newly: int
    skipped: int
    reasons: frozenset[str]
    left: frozenset[str]
    idle: bool

    @property
    def stage(self) -> str:
        return self.before.stage


def effect(before: Cases, after: Cases, aliases: Sequence[str]) -> Effect:
    """Compares the cases of a Stage; `aliases` are those of the step."""
    failed = failures(before, aliases)
    fails = _either(failures(after, aliases).values())
    mended = _either(failed.values()) & ~fails
    ran, runs = (_having(each, aliases, "Succeeded") for each in (before, after))
    skipped = _having(after, aliases, "Skipped") & ~_having(before, aliases, "Skipped")
    return Effect(
        before,
        after,
        mended=mended.bit_count(),
        failing=fails.bit_count(),
        newly=(_succeeded(before) & ~_succeeded(after)).bit_count(),
        skipped=skipped.bit_count(),
        reasons=frozenset(message for message, cases in failed.items() if cases & mended),
        left=frozenset(message for message, cases in failed.items() if cases & fails),
        idle=bool(ran and not runs),
    )


def _statuses(found: Cases, aliases: Sequence[str]) -> Iterator[tuple[CaseSet, str, str]]:
    for alias, split in found.promotions.steps:
        if alias in aliases:
            yield from ((cases, status, message) for cases, (status, message) in split)


def failures(found: Cases, aliases: Sequence[str]) -> dict[str, CaseSet]:
    """The cases in which the step fails, or may for all that is known, by what it says."""
    by_message: dict[str, CaseSet] = {}
    for cases, status, message in _statuses(found, aliases):
        # in 1.4 a step whose `if` fails has no status
        if status in ("Failed", "Errored", "") or (status == "Unknown" and message):
            by_message[message] = by_message.get(message, 0) | cases
    return by_message


def _having(found: Cases, aliases: Sequence[str], status: str) -> CaseSet:
    return _either(cases for cases, given, _ in _statuses(found, aliases) if given == status)


def _succeeded(found: Cases) -> CaseSet:
    return _either(cases for cases, end in found.promotions.ends if end.phase == "Succeeded")


def _either(sets: Iterable[CaseSet]) -> CaseSet:
    return reduce(or_, sets, 0)
