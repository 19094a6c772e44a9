"""Heights for the vertices of a layered graph, after Brandes and Köpf, "Fast and Simple Horizontal Coordinate
Assignment" (2001): four extreme drawings, each aligning vertices with the median of their neighbours, and
between them for each vertex the mean of the middle two.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kargoui.core.layout.hierarchy import Hierarchy

BOX_GAP = 28.0
BEND_GAP = 14.0
LINE_GAP = 8.0

Columns = Sequence[Sequence[int]]


def heights(graph: Hierarchy, above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The middle of each vertex, the least of them wherever it falls; `above` and `below` is the room that a
    vertex takes around its middle. Vertices of a column keep their order and their gaps.
    """
    place = [0] * len(graph.rank)
    for column in graph.columns:
        for position, vertex in enumerate(column):
            place[vertex] = position
    crossing = _crossing_bends(graph, place)
    lefts = [sorted(ends, key=place.__getitem__) for ends in graph.left]
    rights = [sorted(ends, key=place.__getitem__) for ends in graph.right]
    drawings = []
    for upside_down in (False, True):
        order = [column[::-1] for column in graph.columns] if upside_down else graph.columns
        step = -1 if upside_down else 1
        gaps = _gaps(graph, order, *((below, above) if upside_down else (above, below)))
        for columns, near in ((order, lefts), (order[::-1], rights)):
            root = _align(columns, [ends[::step] for ends in near], [step * p for p in place], crossing)
            found = _compact(order, root, gaps)
            drawings.append([step * height for height in found])
    return _balanced(drawings, above, below)


def _crossing_bends(graph: Hierarchy, place: Sequence[int]) -> set[tuple[int, int]]:
    """Pieces of lines that cross a piece between two bends: they give way, to keep long lines straight."""
    found: set[tuple[int, int]] = set()
    for column in graph.columns[1:]:
        last, low = len(column) - 1, -1
        waiting: list[int] = []
        for position, vertex in enumerate(column):
            waiting.append(vertex)
            bend = vertex >= graph.boxes and graph.left[vertex][0] >= graph.boxes
            if not bend and position != last:
                continue
            high = place[graph.left[vertex][0]] if bend else len(place)
            for other in waiting:
                for end in graph.left[other]:
                    inner = other >= graph.boxes and end >= graph.boxes
                    if not low <= place[end] <= high and not inner:
                        found.add((min(end, other), max(end, other)))
            waiting.clear()
            low = high
    return found


def _gaps(
    graph: Hierarchy, columns: Columns, above: Sequence[float], below: Sequence[float]
) -> list[tuple[int, int, float]]:
    """How far the middles of vertices next to each other in a column must be apart."""
    gaps = []
    for column in columns:
        for upper, lower in pairwise(column):
            bends = (upper >= graph.boxes) + (lower >= graph.boxes)
            gap = (BOX_GAP, BEND_GAP, LINE_GAP)[bends]
            gaps.append((upper, lower, below[upper] + gap + above[lower]))
    return gaps


def _align(
    columns: Columns, near: Sequence[Sequence[int]], place: Sequence[int], crossing: set[tuple[int, int]]
) -> list[int]:
    """Blocks of vertices to be drawn at one height, each vertex named by the first of its block."""
    root = list(range(len(near)))
    for column in columns[1:]:
        reached = -len(near)
        for vertex in column:
            ends = near[vertex]
            if not ends:
                continue
            middle = len(ends) // 2
            medians = (ends[middle],) if len(ends) % 2 else (ends[middle - 1], ends[middle])
            for end in medians:
                pair = (end, vertex) if end < vertex else (vertex, end)
                if place[end] > reached and pair not in crossing:
                    root[vertex] = root[end]
                    reached = place[end]
                    break
    return root


def _compact(columns: Columns, root: Sequence[int], gaps: Sequence[tuple[int, int, float]]) -> list[float]:
    """Blocks as high up as they go, then each as far down as the blocks below it leave room."""
    below: dict[int, list[tuple[int, float]]] = {block: [] for block in root}
    waiting = dict.fromkeys(below, 0)
    for upper, lower, gap in gaps:
        below[root[upper]].append((root[lower], gap))
        waiting[root[lower]] += 1
    order = [block for block, count in waiting.items() if not count]
    height = dict.fromkeys(below, 0.0)
    for block in order:
        own = height[block]
        for lower, gap in below[block]:
            if own + gap > height[lower]:
                height[lower] = own + gap
            waiting[lower] -= 1
            if not waiting[lower]:
                order.append(lower)
    for block in reversed(order):
        if below[block]:
            room = min([height[lower] - gap for lower, gap in below[block]])
            height[block] = max(height[block], room)
    return [height[block] for block in root]


def _balanced(drawings: Sequence[list[float]], above: Sequence[float], below: Sequence[float]) -> list[float]:
    """All shifted onto the least tall one, by its top or its bottom; then the mean of the middle two."""
    tops = [min(map(float.__sub__, drawing, above)) for drawing in drawings]
    bottoms = [max(map(float.__add__, drawing, below)) for drawing in drawings]
    best = min(range(4), key=lambda index: bottoms[index] - tops[index])
    for index, drawing in enumerate(drawings):
        shift = tops[best] - tops[index] if index < 2 else bottoms[best] - bottoms[index]
        drawings[index][:] = [height + shift for height in drawing]
    middles = []
    for four in zip(*drawings, strict=True):
        _, low, high, _ = sorted(four)
        middles.append((low + high) / 2)
    return middles
