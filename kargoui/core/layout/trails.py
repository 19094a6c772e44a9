"""What trails behind a single node, as most leaves do: taken out before the rest is ordered, put in after."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from kargoui.core.layout.hierarchy import Hierarchy


def without_trails(graph: Hierarchy) -> Hierarchy:
    """The graph without vertices that have one neighbour on the left and nothing but such vertices on the
    right.
    """
    trails = [False] * len(graph.rank)
    for column in reversed(graph.columns):
        for vertex in column:
            lefts = graph.left[vertex]
            single = bool(lefts) and lefts.count(lefts[0]) == len(lefts)
            trails[vertex] = single and all(trails[end] for end in graph.right[vertex])
    columns = [[vertex for vertex in column if not trails[vertex]] for column in graph.columns]
    right = [[end for end in ends if not trails[end]] for ends in graph.right]
    return replace(graph, columns=columns, right=right)


def insert_trails(graph: Hierarchy, core: Hierarchy, place: list[int]) -> None:
    """Give the graph the columns of its ordered core, each trailing vertex where its lines cross fewest."""
    columns: list[list[int]] = []
    for column, ordered in zip(graph.columns, core.columns, strict=True):
        kept = set(ordered)
        new = [vertex for vertex in column if vertex not in kept]
        if new:
            new.sort(key=lambda vertex: place[graph.left[vertex][0]])
            ends = [sorted([place[end] for end in graph.left[vertex]]) for vertex in ordered]
            slots: dict[int, int] = {}
            merged: list[int] = []
            done = 0
            for vertex in new:
                parent = place[graph.left[vertex][0]]
                if parent not in slots:
                    slots[parent] = _best_slot(ends, parent)
                slot = max(done, slots[parent])
                merged += [*ordered[done:slot], vertex]
                done = slot
            ordered = merged + ordered[done:]
        columns.append(ordered)
        for position, vertex in enumerate(ordered):
            place[vertex] = position
    graph.columns = columns


def _best_slot(ends: Sequence[Sequence[int]], parent: int) -> int:
    """The first index in a column at which a line from `parent` crosses fewest of those to its vertices."""
    # Passing below a vertex crosses its lines from below the parent, and no longer those from above it.
    costs = (len(places) - bisect_right(places, parent) - bisect_left(places, parent) for places in ends)
    totals = [0, *accumulate(costs)]
    return totals.index(min(totals))
