"""Sorting as Go's package sort does it: short lists by insertion, in whose order errors show."""

from __future__ import annotations

from functools import cmp_to_key

from kargoui.core.expr import operators
from kargoui.core.expr.run import Run
from kargoui.core.expr.values import Unknown, UnknownValue

_SHORT = 12


def sort_by(run: Run, items: list[object], keys: list[object], *, descending: bool) -> list[object]:
    """The items in the order of their keys."""

    def before(one: int, other: int) -> bool:
        left, right = (keys[other], keys[one]) if descending else (keys[one], keys[other])
        run.step()
        found = operators.less(run, left, right)
        if isinstance(found, Unknown):
            raise UnknownValue(found)
        return bool(found)

    def compared(one: int, other: int) -> int:
        return -1 if before(one, other) else int(before(other, one))

    order = list(range(len(items)))
    if len(items) > _SHORT:
        order.sort(key=cmp_to_key(compared))
    else:
        for end in range(1, len(order)):
            at = end
            while at and before(order[at], order[at - 1]):
                order[at], order[at - 1] = order[at - 1], order[at]
                at -= 1
    return [items[index] for index in order]
