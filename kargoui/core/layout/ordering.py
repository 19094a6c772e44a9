"""The order within each column, so that few lines cross.

It begins with the order of names, and moves things only where that saves crossings: a node more in the
graph leaves most others in their order.
"""

from __future__ import annotations

from kargoui.core.layout.crossings import count_crossings
from kargoui.core.layout.hierarchy import Hierarchy
from kargoui.core.layout.sifting import sift
from kargoui.core.layout.trails import insert_trails, without_trails

# Sweeps find better orders, but orders of another kind when the graph changes a little: only large graphs
# need more than one to and fro.
SWEEPS = 2
SWEEPS_OF_LARGE = 8
LARGE = 1000
BALANCES = 8
# What sifting may cost, in offers of one place to one vertex.
SIFTING_WORK = 100_000
SMALLEST_WINDOW = 8


def order(graph: Hierarchy) -> int:
    """Reorder the graph's columns; gives the crossings that remain.

    What only trails behind one other node has no say in the order of the rest: it is put in afterwards.
    """
    graph.columns = _by_name(graph)
    place = [0] * len(graph.rank)
    core = without_trails(graph)
    _improve(core, place)
    insert_trails(graph, core, place)
    _face_up(graph)
    _number(graph, place)
    return count_crossings(graph.columns, graph.right, place)


def _improve(graph: Hierarchy, place: list[int]) -> None:
    """Sort columns by their neighbours, to and fro, then move single vertices."""
    _number(graph, place)
    best = count_crossings(graph.columns, graph.right, place)
    kept = [*graph.columns]
    sweeps = SWEEPS_OF_LARGE if sum(map(len, graph.columns)) > LARGE else SWEEPS
    for turn in range(sweeps + BALANCES):
        if not best:
            break
        if turn < sweeps:
            _sweep(graph, place, turn)
        else:
            if turn == sweeps:
                graph.columns = [*kept]
                _number(graph, place)
            _balance(graph, place, turn)
        total = count_crossings(graph.columns, graph.right, place)
        if total < best:
            best, kept = total, [*graph.columns]
    graph.columns = [[*column] for column in kept]
    _number(graph, place)
    if best:
        _sift(graph, place)


def _by_name(graph: Hierarchy) -> list[list[int]]:
    """Boxes by name, a bend with the box that its bundle leads to."""
    leads_to = list(range(len(graph.rank)))
    for chain in graph.chains:
        for vertex in chain[1:-1]:
            leads_to[vertex] = chain[-1]
    return [sorted(column, key=lambda vertex: (leads_to[vertex], vertex)) for column in graph.columns]


def _number(graph: Hierarchy, place: list[int]) -> None:
    for column in graph.columns:
        for position, vertex in enumerate(column):
            place[vertex] = position


def _sweep(graph: Hierarchy, place: list[int], turn: int) -> None:
    """Sort each column by the mean place of the neighbours in the column before, to the right in even turns,
    back in odd ones. Every other time equals change their order, which leads out of dead ends.
    """
    count = len(graph.columns)
    rightwards = turn % 2 == 0
    near = graph.left if rightwards else graph.right
    sign = -1 if turn % 4 > 1 else 1
    for index in range(1, count) if rightwards else range(count - 2, -1, -1):
        column = graph.columns[index]
        keyed = [
            (sum([place[end] for end in ends]) / len(ends), sign * position, vertex)
            for position, vertex in enumerate(column)
            if (ends := near[vertex])
        ]
        keyed.sort()
        movable = iter(keyed)
        # What has no neighbour there keeps its place.
        graph.columns[index] = [next(movable)[2] if near[vertex] else vertex for vertex in column]
        for position, vertex in enumerate(graph.columns[index]):
            place[vertex] = position


def _balance(graph: Hierarchy, place: list[int], turn: int) -> None:
    """Sort each column by the mean relative place of all neighbours, on both sides."""
    count = len(graph.columns)
    sizes = [len(column) for column in graph.columns]
    for index in range(count) if turn % 2 == 0 else range(count - 1, -1, -1):
        left_size = (sizes[index - 1] if index else 0) or 1
        right_size = (sizes[index + 1] if index + 1 < count else 0) or 1
        keyed = []
        for position, vertex in enumerate(graph.columns[index]):
            lefts, rights = graph.left[vertex], graph.right[vertex]
            total = (sum([place[end] for end in lefts]) + len(lefts) / 2) / left_size
            total += (sum([place[end] for end in rights]) + len(rights) / 2) / right_size
            ends = len(lefts) + len(rights)
            keyed.append((total / ends if ends else position / sizes[index], position, vertex))
        keyed.sort()
        graph.columns[index] = [vertex for _, _, vertex in keyed]
        for position, vertex in enumerate(graph.columns[index]):
            place[vertex] = position


def _sift(graph: Hierarchy, place: list[int]) -> None:
    """As many passes as the work allows, with a window as wide as that leaves."""
    vertices = sum(map(len, graph.columns))
    widest = max(len(column) for column in graph.columns)
    window = min(widest, max(SMALLEST_WINDOW, SIFTING_WORK // (4 * vertices)))
    for _ in range(max(1, min(6, SIFTING_WORK // (2 * window * vertices)))):
        if not sift(graph, place, window):
            break


def _face_up(graph: Hierarchy) -> None:
    """Turn everything upside down unless the first name that stands clear of the middle is above it.

    Only nodes where the graph begins are asked, so that one that follows others turns nothing.
    """
    for vertex in range(graph.boxes):
        column = graph.columns[graph.rank[vertex]]
        off_middle = column.index(vertex) - (len(column) - 1) / 2
        if not graph.left[vertex] and abs(off_middle) * 6 > len(column) - 1:
            if off_middle > 0:
                graph.columns = [column[::-1] for column in graph.columns]
            return
