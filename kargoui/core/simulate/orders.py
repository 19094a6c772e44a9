"""Orders of requestedFreight that spare a first rollout failures, where there are any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from kargoui.core.simulate.every_case.answers import Cases
from kargoui.core.simulate.project import Case
from kargoui.core.simulate.rollout import Rollout

MOST_SLOTS: Final = 8


def better_orders(
    found: Mapping[str, Cases], roll_out: Callable[[Mapping[str, Sequence[str]]], Rollout]
) -> dict[str, tuple[str, ...]]:
    """By Stage, the orders of requestedFreight with which fewer promotions of a rollout fail.

    `found` are all cases by Stage; `roll_out` gives the rollout with other orders. A Stage has one where its
    promotions fail, be it only once those before it have theirs.
    """
    own = _failing_by_stage(roll_out({}))
    orders: dict[str, tuple[str, ...]] = {}
    failing = own
    while True:
        unordered = [stage for stage in failing if stage in found and stage not in orders]
        candidates = {stage: better_order(found[stage]) for stage in unordered}
        more = {stage: order for stage, order in candidates.items() if order is not None}
        if not more:
            break
        orders |= more
        failing = _failing_by_stage(roll_out(orders))
    return {stage: order for stage, order in orders.items() if failing[stage] < max(own[stage], 1)}


def _failing_by_stage(rollout: Rollout) -> Counter[str]:
    return Counter(each.stage for each in rollout.promotions if each.phase != "Succeeded")


def better_order(found: Cases) -> tuple[str, ...] | None:
    """The order of a Stage's slots in which the fewest promotions fail while they fill one after the other.

    Of several the one nearest to the Stage's own; None where that is as good as any, or where there are
    more than MOST_SLOTS.
    """
    slots = found.origins
    if not 1 < len(slots) <= MOST_SLOTS or not found.failing:
        return None

    def fails(filled: Collection[str], target: str) -> bool:
        return found.end(Case(frozenset(filled), target)).phase != "Succeeded"

    own = sum(fails(slots[: place + 1], slot) for place, slot in enumerate(slots))
    if not own:
        return None
    # For each set of filled slots, as bits: how few promotions fail on the way there, and in which order
    best: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for filling in range(1, 1 << len(slots)):
        places = [place for place in range(len(slots)) if filling >> place & 1]
        filled = [slots[place] for place in places]
        ways = []
        for last in places:
            failing, order = best[filling ^ (1 << last)]
            ways.append((failing + fails(filled, slots[last]), (*order, last)))
        best.append(min(ways))
    fewest, order = best[-1]
    return tuple(slots[place] for place in order) if fewest < own else None
