"""How often lines cross between columns, and how often they would if one vertex stood elsewhere."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence


def count_crossings(
    columns: Sequence[Sequence[int]], right: Sequence[Sequence[int]], place: Sequence[int]
) -> int:
    """Crossings between all neighbouring columns; `place` is each vertex's index in its column."""
    total = 0
    for column in columns:
        passed: list[int] = []
        for vertex in column:
            ends = [place[target] for target in right[vertex]]
            if len(ends) > 1:
                ends.sort()
            for end in ends:
                if passed and end < passed[-1]:
                    total += len(passed) - bisect_right(passed, end)
                    insort(passed, end)
                else:
                    passed.append(end)
    return total


def saved_by_passing(ends: Sequence[int], size: int) -> list[int]:
    """For a vertex with lines to the places `ends` (sorted) of a column of `size`: what a line of another
    vertex to each place of that column saves when the first vertex moves from above to below it.
    """
    count = len(ends)
    saved: list[int] = []
    before = 0
    while before < count:
        end = ends[before]
        after = before + 1
        while after < count and ends[after] == end:
            after += 1
        saved += [count - 2 * before] * (end - len(saved))
        saved.append(count - before - after)
        before = after
    saved += [-count] * (size - len(saved))
    return saved
