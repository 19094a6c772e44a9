"""A layered drawing from left to right, after Sugiyama: columns, order in columns, heights, routes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kargoui.core.layout.coordinates import BOX_GAP, LINE_GAP, heights
from kargoui.core.layout.drawing import Box, Drawing, Node, Point, Route
from kargoui.core.layout.graph import Component, components
from kargoui.core.layout.hierarchy import Hierarchy, hierarchy
from kargoui.core.layout.ordering import order
from kargoui.core.layout.packing import extent, pack
from kargoui.core.layout.ranking import ranks
from kargoui.core.layout.routing import columns_of, loop_room, loops, routes
from kargoui.core.pipeline import Edge


@dataclass(slots=True)
class _Part:
    """A drawn component; its upper left corner is (0, 0)."""

    boxes: list[Box]
    routes: list[tuple[int, Route]]
    width: float
    height: float
    crossings: int = 0


def layout(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """Draw a graph. Boxes and routes come in the order of nodes and edges.

    Any graph will do: edges to unknown nodes are left out, of nodes with one id the first is drawn, cycles
    are drawn with `back` edges, edges from a node to itself as loops. The same graph always gives the same
    drawing, in whatever order nodes and edges come.
    """
    connected, single = [], []
    for component in components(nodes, edges):
        (connected if len(component.nodes) > 1 else single).append(component)
    parts = [_draw(component, edges) for component in connected]
    if single:
        parts.append(_grid([_draw(component, edges) for component in single]))
    sizes = [(part.width, part.height) for part in parts]
    whole = _merge(parts, pack(sizes))
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
    drawn = routes(graph, component, middles, columns, edges)
    lefts = [columns.lefts[graph.rank[vertex]] for vertex in range(len(nodes))]
    tops = [middles[vertex] - halves[vertex] for vertex in range(len(nodes))]
    drawn += loops(component, lefts, tops, edges)
    boxes = [
        Box(node.id, left, top, node.width, node.height, graph.rank[vertex])
        for vertex, (node, left, top) in enumerate(zip(nodes, lefts, tops, strict=True))
    ]
    return _from_corner(_Part(boxes, drawn, 0.0, 0.0, crossings))


def _from_corner(part: _Part) -> _Part:
    """The same, moved to (0, 0) and measured."""
    points = [point for _, route in part.routes for point in route.points]
    left = min(min(box.x for box in part.boxes), min((x for x, _ in points), default=math.inf))
    top = min(min(box.y for box in part.boxes), min((y for _, y in points), default=math.inf))
    moved = _merge([part], [(-left, -top)])
    points = [point for _, route in moved.routes for point in route.points]
    moved.width = max(max(box.x + box.width for box in moved.boxes), max((x for x, _ in points), default=0.0))
    moved.height = max(max(box.y + box.height for box in moved.boxes), max((y for _, y in points), default=0.0))
    return moved


def _grid(parts: Sequence[_Part]) -> _Part:
    """Nodes that nothing connects, side by side in rows."""
    across = max(1, math.ceil(math.sqrt(len(parts))))
    width = max(part.width for part in parts) + BOX_GAP
    height = max(part.height for part in parts) + BOX_GAP
    return _merge(parts, [(index % across * width, index // across * height) for index in range(len(parts))])


def _merge(parts: Sequence[_Part], corners: Sequence[Point]) -> _Part:
    width, height = extent(corners, [(part.width, part.height) for part in parts])
    whole = _Part([], [], width, height, sum(part.crossings for part in parts))
    for part, (x, y) in zip(parts, corners, strict=True):
        whole.boxes += [replace(box, x=round(box.x + x, 1), y=round(box.y + y, 1)) for box in part.boxes]
        for index, route in part.routes:
            points = tuple([(round(px + x, 1), round(py + y, 1)) for px, py in route.points])
            whole.routes.append((index, replace(route, points=points)))
    return whole
