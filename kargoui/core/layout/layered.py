"""A layered drawing from left to right, after Sugiyama: columns, order in columns, heights, routes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kargoui.core.layout.coordinates import BOX_GAP, LINE_GAP, heights
from kargoui.core.layout.drawing import Box, Drawing, Node, Point, Route
from kargoui.core.layout.graph import Component, components
from kargoui.core.layout.hierarchy import hierarchy
from kargoui.core.layout.ordering import order
from kargoui.core.layout.packing import extent, pack
from kargoui.core.layout.ranking import ranks
from kargoui.core.layout.routing import columns_of, loop_room, loops, routes
from kargoui.core.pipeline import Edge


@dataclass(slots=True)
class _Part:
    """Some of the drawing, in coordinates of its own; `left` and `top` are its corner in them."""

    boxes: list[Box]
    routes: list[tuple[int, Route]]
    crossings: int
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0

    def measure(self) -> None:
        """Find the corner and the size."""
        points = [point for _, route in self.routes for point in route.points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.left = min([*xs, *(box.x for box in self.boxes)])
        self.top = min([*ys, *(box.y for box in self.boxes)])
        self.width = max([*xs, *(box.x + box.width for box in self.boxes)]) - self.left
        self.height = max([*ys, *(box.y + box.height for box in self.boxes)]) - self.top


def layout(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """Draw a graph. Boxes and routes come in the order of nodes and edges.

    Any graph will do: edges to unknown nodes are left out, of nodes with one id the first is drawn, cycles
    are drawn with `back` edges, edges from a node to itself as loops. The same graph gives the same drawing,
    in whatever order its nodes and edges come.
    """
    parts: list[_Part] = []
    single: list[_Part] = []
    for component in components(nodes, edges):
        (parts if len(component.nodes) > 1 else single).append(_draw(component, edges))
    if single:
        parts.append(_grid(single))
    whole = _merge(parts, pack([(part.width, part.height) for part in parts]))
    box = {box.id: box for box in whole.boxes}
    found = dict(whole.routes)
    return Drawing(
        boxes=tuple(box[node_id] for node_id in dict.fromkeys(node.id for node in nodes)),
        routes=tuple(found[index] for index in range(len(edges)) if index in found),
        width=whole.width,
        height=whole.height,
        crossings=whole.crossings,
    )


def _draw(component: Component, edges: Sequence[Edge]) -> _Part:
    nodes = component.nodes
    graph = hierarchy(len(nodes), component.bundles, ranks(len(nodes), component.bundles))
    crossings = order(graph)
    halves = [node.height / 2 for node in nodes]
    bends = [(count - 1) * LINE_GAP / 2 for count in graph.lines[graph.boxes :]]
    rooms = [loop_room(len(component.loops.get(vertex, ()))) for vertex in range(len(nodes))]
    above = [half + room for half, room in zip(halves, rooms, strict=True)] + bends
    middles = heights(graph, above, halves + bends)
    columns = columns_of(graph, [node.width for node in nodes], middles)
    lefts = [columns.lefts[graph.rank[vertex]] for vertex in range(len(nodes))]
    tops = [middles[vertex] - halves[vertex] for vertex in range(len(nodes))]
    drawn = routes(graph, component, middles, columns, edges)
    drawn += loops(component, lefts, tops, edges)
    boxes = [
        Box(node.id, left, top, node.width, node.height, graph.rank[vertex])
        for vertex, (node, left, top) in enumerate(zip(nodes, lefts, tops, strict=True))
    ]
    part = _Part(boxes, drawn, crossings)
    part.measure()
    return part


def _grid(parts: Sequence[_Part]) -> _Part:
    """Nodes that nothing connects, side by side in rows."""
    across = max(1, math.ceil(math.sqrt(len(parts))))
    width = max(part.width for part in parts) + BOX_GAP
    height = max(part.height for part in parts) + BOX_GAP
    corners = [(index % across * width, index // across * height) for index in range(len(parts))]
    return _merge(parts, corners)


def _merge(parts: Sequence[_Part], corners: Sequence[Point]) -> _Part:
    """One part, from (0, 0), with the corner of each of its parts where it is to be."""
    width, height = extent(corners, [(part.width, part.height) for part in parts])
    whole = _Part([], [], sum(part.crossings for part in parts), width=width, height=height)
    for part, (x, y) in zip(parts, corners, strict=True):
        dx, dy = x - part.left, y - part.top
        whole.boxes += [
            Box(box.id, round(box.x + dx, 1), round(box.y + dy, 1), box.width, box.height, box.rank)
            for box in part.boxes
        ]
        for index, route in part.routes:
            points = tuple([(round(px + dx, 1), round(py + dy, 1)) for px, py in route.points])
            moved = Route(route.source, route.target, route.origin, points, route.back, route.loop)
            whole.routes.append((index, moved))
    return whole
