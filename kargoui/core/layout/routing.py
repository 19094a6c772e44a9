"""Where lines leave and reach boxes, and the points that they pass in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kargoui.core.layout.coordinates import LINE_GAP
from kargoui.core.layout.drawing import Point, Route
from kargoui.core.layout.graph import Component
from kargoui.core.layout.hierarchy import Hierarchy
from kargoui.core.pipeline import Edge

PORT_GAP = 20.0
PORT_MARGIN = 14.0
COLUMN_GAP = 96.0
WIDEST_COLUMN_GAP = 320.0
LOOP_GAP = 7.0
LOOP_PORT = 7.0

Ports = dict[tuple[int, int], float]


@dataclass(slots=True)
class Columns:
    """The left and right edge of each column."""

    lefts: list[float]
    rights: list[float]


def loop_room(count: int) -> float:
    """The room above a box that its loops take."""
    return LOOP_GAP * (count + 1) if count else 0.0


def columns_of(graph: Hierarchy, widths: Sequence[float], middles: Sequence[float]) -> Columns:
    """Columns as wide as their widest box, further apart where lines must climb far."""
    found = Columns([], [])
    x = 0.0
    for column in graph.columns:
        width = max((widths[vertex] for vertex in column if vertex < graph.boxes), default=0.0)
        found.lefts.append(x)
        found.rights.append(x + width)
        climbs = [abs(middles[end] - middles[vertex]) for vertex in column for end in graph.right[vertex]]
        gap = min(WIDEST_COLUMN_GAP, max(COLUMN_GAP, max(climbs, default=0.0) * 0.12))
        # In steps, so that a small change elsewhere does not move every column a little.
        x += width + -(-gap // 32) * 32
    return found


def routes(
    graph: Hierarchy, component: Component, middles: Sequence[float], columns: Columns, edges: Sequence[Edge]
) -> list[tuple[int, Route]]:
    """The line of each edge with the edge's index."""
    origins = [[edges[index].origin for index, _ in bundle.edges] for bundle in component.bundles]
    place = [0] * len(graph.rank)
    for column in graph.columns:
        for position, vertex in enumerate(column):
            place[vertex] = position
    leaving = _ports(graph, component, middles, origins, place, end=0)
    reaching = _ports(graph, component, middles, origins, place, end=-1)
    found = []
    for number, bundle in enumerate(component.bundles):
        chain = graph.chains[number]
        for line, (index, back) in enumerate(bundle.edges):
            start = component.nodes[bundle.source].width
            points = [(columns.lefts[graph.rank[bundle.source]] + start, leaving[number, line])]
            shift = (line - (len(bundle.edges) - 1) / 2) * LINE_GAP
            points += _between(graph, chain, middles, columns, shift, leaving[number, line])
            y = reaching[number, line]
            points.append((columns.lefts[graph.rank[bundle.target]], y))
            edge = edges[index]
            in_order = tuple(reversed(points)) if back else tuple(points)
            found.append((index, Route(edge.source, edge.target, edge.origin, in_order, back=back)))
    return found


def _between(
    graph: Hierarchy, chain: Sequence[int], middles: Sequence[float], columns: Columns, shift: float, y: float
) -> list[Point]:
    """From the edge of the first column to that of the last: level within columns, climbing between them."""
    points: list[Point] = [(columns.rights[graph.rank[chain[0]]], y)]
    for bend in chain[1:-1]:
        column = graph.rank[bend]
        y = middles[bend] + shift
        points += [(columns.lefts[column], y), (columns.rights[column], y)]
    return points


def _ports(
    graph: Hierarchy,
    component: Component,
    middles: Sequence[float],
    origins: Sequence[Sequence[str]],
    place: Sequence[int],
    *,
    end: int,
) -> Ports:
    """Heights at which lines leave (end 0) or reach (end -1) boxes, by number of bundle and of line.

    Lines are sorted by where they lead, so that they do not cross at the box; neighbours of one origin
    share a port.
    """
    lines: dict[int, list[tuple[int, int, int]]] = {}
    for number, chain in enumerate(graph.chains):
        other = place[chain[1 if end == 0 else -2]]
        lines.setdefault(chain[end], []).extend((other, line, number) for line in range(len(origins[number])))
    found: Ports = {}
    for vertex, here in lines.items():
        here.sort()
        slots: list[int] = []
        before: tuple[str, bool] | None = None
        for _, line, number in here:
            key = (origins[number][line], component.bundles[number].edges[line][1])
            slots.append(slots[-1] + (key != before) if slots else 0)
            before = key
        room = max(0.0, component.nodes[vertex].height - 2 * PORT_MARGIN)
        gap = min(PORT_GAP, room / slots[-1]) if slots[-1] else 0.0
        for slot, (_, line, number) in zip(slots, here, strict=True):
            found[number, line] = middles[vertex] + (slot - slots[-1] / 2) * gap
    return found


def loops(
    component: Component, lefts: Sequence[float], tops: Sequence[float], edges: Sequence[Edge]
) -> list[tuple[int, Route]]:
    """Loops leave on the right and come back on the left, above their box (`lefts`, `tops`: its corner)."""
    found = []
    for vertex, indexes in component.loops.items():
        node = component.nodes[vertex]
        left, top = lefts[vertex], tops[vertex]
        right, port = left + node.width, top + min(LOOP_PORT, node.height / 2)
        for distance, index in enumerate(indexes, 1):
            away = distance * LOOP_GAP
            points = (
                (right, port),
                (right + away, port),
                (right + away, top - away),
                (left - away, top - away),
                (left - away, port),
                (left, port),
            )
            edge = edges[index]
            found.append((index, Route(edge.source, edge.target, edge.origin, points, loop=True)))
    return found
