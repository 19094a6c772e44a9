"""How often the lines of a drawing cross, from nothing but their points: the same for any layout engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

Point = Sequence[float]
Segment = tuple[float, float, float, float, int]
CELL = 160.0


def geometric_crossings(routes: Sequence[Sequence[Point]]) -> int:
    """Pairs of segments of different routes that cross in a point inside both.

    Lines that only touch, or share an end, do not cross. Segments are sorted into cells of a grid, and a
    pair counts in the one cell that holds the point where it crosses.
    """
    cells: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for index, points in enumerate(routes):
        for (x1, y1), (x2, y2) in pairwise(points):
            if (x1, y1) != (x2, y2):
                segment = (x1, y1, x2, y2, index) if x1 <= x2 else (x2, y2, x1, y1, index)
                for cell in _cells(segment):
                    cells[cell].append(segment)
    return sum(_crossings_in(cell, segments) for cell, segments in cells.items())


def _cells(segment: Segment) -> list[tuple[int, int]]:
    x1, y1, x2, y2, _ = segment
    found = []
    for column in range(int(x1 // CELL), int(x2 // CELL) + 1):
        if x1 == x2:
            low, high = sorted((y1, y2))
        else:
            left, right = max(x1, column * CELL), min(x2, (column + 1) * CELL)
            low, high = sorted(y1 + (y2 - y1) * (x - x1) / (x2 - x1) for x in (left, right))
        # A little more on both sides: rounding must not lose the cell of a crossing.
        found += [(column, row) for row in range(int((low - 0.01) // CELL), int((high + 0.01) // CELL) + 1)]
    return found


def _crossings_in(cell: tuple[int, int], segments: list[Segment]) -> int:
    total = 0
    for position, (x1, y1, x2, y2, route) in enumerate(segments):
        dx, dy = x2 - x1, y2 - y1
        low, high = (y1, y2) if y1 < y2 else (y2, y1)
        for u1, v1, u2, v2, other in segments[position + 1 :]:
            apart = (
                (u1 >= x2 and u1 > x1) or (u2 <= x1 and u2 < x2) or max(v1, v2) < low or min(v1, v2) > high
            )
            if apart or route == other:
                continue
            du, dv = u2 - u1, v2 - v1
            bottom = dx * dv - dy * du
            if not bottom:
                continue
            along = ((u1 - x1) * dv - (v1 - y1) * du) / bottom
            across = ((u1 - x1) * dy - (v1 - y1) * dx) / bottom
            if 1e-7 < along < 1 - 1e-7 and 1e-7 < across < 1 - 1e-7:
                at = (int((x1 + along * dx) // CELL), int((y1 + along * dy) // CELL))
                total += at == cell
    return total
