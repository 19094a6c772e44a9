"""Moves one vertex at a time to where its lines cross fewest others."""

from __future__ import annotations

from itertools import accumulate

from kargoui.core.layout.crossings import saved_by_passing
from kargoui.core.layout.hierarchy import Hierarchy

Ends = dict[int, list[int]]


def sift(graph: Hierarchy, place: list[int], window: int) -> bool:
    """Offer each vertex the `window` places above and below its own; says whether one has moved."""
    moved = False
    for index, column in enumerate(graph.columns):
        if len(column) < 2:
            continue
        lefts = {v: sorted([place[u] for u in graph.left[v]]) for v in column}
        rights = {v: sorted([place[u] for u in graph.right[v]]) for v in column}
        left_size = len(graph.columns[index - 1]) if index else 0
        right_size = len(graph.columns[index + 1]) if index + 1 < len(graph.columns) else 0
        changed = False
        for vertex in tuple(column):
            at = column.index(vertex)
            first = max(0, at - window)
            others = column[first : at + window + 1]
            saved = _saved(vertex, others, (lefts, left_size), (rights, right_size))
            best = first + _best_place(saved, at - first) if saved else at
            if best != at:
                del column[at]
                column.insert(best, vertex)
                changed = True
        if changed:
            moved = True
            for position, vertex in enumerate(column):
                place[vertex] = position
    return moved


def _saved(vertex: int, others: list[int], *sides: tuple[Ends, int]) -> list[int]:
    """What is saved when the vertex passes each of the others from above to below."""
    found: list[list[int]] = []
    for ends, size in sides:
        if own := ends[vertex]:
            saved = saved_by_passing(own, size).__getitem__
            found.append([sum(map(saved, ends[other])) for other in others])
    return list(map(sum, zip(*found, strict=True))) if len(found) > 1 else found[0] if found else []


def _best_place(saved: list[int], at: int) -> int:
    """The nearest place that saves most, given what passing each neighbour downwards saves."""
    best, place = 0, at
    for position, total in enumerate(accumulate(saved[at + 1 :]), at + 1):
        if total > best:
            best, place = total, position
    for distance, total in enumerate(accumulate(reversed(saved[:at])), 1):
        if -total > best:
            best, place = -total, at - distance
    return place
