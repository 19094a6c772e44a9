from __future__ import annotations

import math
import random
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kargoui.core.layout import Box, Drawing, layout
from kargoui.core.pipeline import Edge
from tests.bench.crossing_counter import geometric_crossings
from tests.core.layout.drawings import Graph, graphs

EXAMPLES = settings(max_examples=120, deadline=None)


def apart(a: Box, b: Box) -> bool:
    across = a.x + a.width <= b.x or b.x + b.width <= a.x
    return across or a.y + a.height <= b.y or b.y + b.height <= a.y


def drawn(found: Graph) -> tuple[Drawing, dict[str, Box]]:
    drawing = layout(*found)
    return drawing, {box.id: box for box in drawing.boxes}


@EXAMPLES
@given(graphs())
def test_every_node_is_drawn_and_no_boxes_overlap(found: Graph) -> None:
    drawing, _ = drawn(found)
    assert [box.id for box in drawing.boxes] == [node.id for node in found[0]]
    assert all(apart(a, b) for a, b in combinations(drawing.boxes, 2))


@EXAMPLES
@given(graphs())
def test_everything_is_finite_and_inside_the_drawing(found: Graph) -> None:
    drawing, _ = drawn(found)
    corners = [(box.x, box.y) for box in drawing.boxes]
    corners += [(box.x + box.width, box.y + box.height) for box in drawing.boxes]
    for x, y in [*corners, *(point for route in drawing.routes for point in route.points)]:
        assert math.isfinite(x)
        assert math.isfinite(y)
        assert -0.1 <= x <= drawing.width + 0.1
        assert -0.1 <= y <= drawing.height + 0.1


@EXAMPLES
@given(graphs())
def test_routes_lead_from_the_right_of_the_source_to_the_left_of_the_target(found: Graph) -> None:
    drawing, boxes = drawn(found)
    known = [edge for edge in found[1] if edge.source in boxes and edge.target in boxes]
    assert [Edge(route.source, route.target, route.origin) for route in drawing.routes] == known
    for route in drawing.routes:
        first, last = (route.target, route.source) if route.back else (route.source, route.target)
        points = route.points[::-1] if route.back else route.points
        assert route.loop == (first == last)
        start, end = boxes[first], boxes[last]
        assert abs(points[0][0] - start.x - start.width) < 0.2
        assert abs(points[-1][0] - end.x) < 0.2
        assert start.y <= points[0][1] <= start.y + start.height
        assert end.y <= points[-1][1] <= end.y + end.height
        if not route.loop:
            assert start.rank < end.rank
            assert all(here[0] <= there[0] for here, there in pairwise(points))


@EXAMPLES
@given(graphs())
def test_routes_pass_under_no_box(found: Graph) -> None:
    drawing, _ = drawn(found)
    for route in drawing.routes:
        for (x1, y1), (x2, y2) in pairwise(route.points):
            piece = Box("", min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1), 0)
            for box in drawing.boxes:
                # Inside by less than what rounding moves does not count.
                inner = Box("", box.x + 0.2, box.y + 0.2, box.width - 0.4, box.height - 0.4, 0)
                assert apart(piece, inner)


@EXAMPLES
@given(graphs())
def test_the_crossings_are_those_of_the_lines(found: Graph) -> None:
    drawing = layout(found[0], [edge for edge in found[1] if edge.source != edge.target])
    assert drawing.crossings == geometric_crossings([route.points for route in drawing.routes])


@EXAMPLES
@given(graphs(), st.integers(0, 99))
def test_the_order_of_the_input_does_not_matter(found: Graph, seed: int) -> None:
    nodes, edges = [*found[0]], [*found[1]]
    chance = random.Random(seed)  # noqa: S311
    chance.shuffle(nodes)
    chance.shuffle(edges)
    drawing, again = layout(*found), layout(nodes, edges)
    assert set(drawing.boxes) == set(again.boxes)
    assert set(drawing.routes) == set(again.routes)


def test_nothing_is_drawn_as_nothing() -> None:
    assert layout([], []) == Drawing((), (), 0, 0, 0)
