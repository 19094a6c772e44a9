from __future__ import annotations

from kargoui.core.layout import Node, Route, layout
from tests.bench.graphs import project
from tests.core.layout.drawings import box_of, graph


def test_parallel_edges_are_parallel_lines_with_ports_of_their_own() -> None:
    upper, lower = layout(*graph("a b charts", "a b images")).routes
    assert upper.origin == "charts"
    assert [y for _, y in upper.points] == [30.0] * len(upper.points)
    assert [y for _, y in lower.points] == [50.0] * len(lower.points)


def test_lines_of_one_origin_that_leave_side_by_side_share_a_port() -> None:
    routes = layout(*graph("a b", "a c", "a d")).routes
    assert len({route.points[0] for route in routes}) == 1


def test_ports_follow_what_they_lead_to() -> None:
    drawing = layout(*graph("a b images", "a b charts", "a c images", "a c charts"))
    leaving = sorted(drawing.routes, key=lambda route: route.points[0][1])
    assert drawing.crossings == 0
    assert [route.target for route in leaving] == ["stage/b", "stage/b", "stage/c", "stage/c"]


def test_more_lines_than_pixels_still_leave_within_their_box() -> None:
    nodes, edges = graph(*(f"a b w{index}" for index in range(300)))
    drawing = layout(nodes, edges)
    box = box_of(drawing, "a")
    assert all(box.y < route.points[0][1] < box.y + box.height for route in drawing.routes)


def test_a_cycle_is_drawn_with_a_back_edge() -> None:
    drawing = layout(*graph("w a", "a b", "b c", "c a"))
    assert [(route.source, route.target) for route in drawing.routes if route.back] == [
        ("stage/c", "stage/a")
    ]
    back = next(route for route in drawing.routes if route.back)
    assert back.points[0][0] == box_of(drawing, "c").x
    assert back.points[-1][0] == box_of(drawing, "a").x + 200


def test_loops_go_around_their_box() -> None:
    drawing = layout(*graph("a a w1", "a a w2", "b a w1"))
    box = box_of(drawing, "a")
    inner, outer = (route for route in drawing.routes if route.loop)
    for route in (inner, outer):
        assert route.points[0][0] == box.x + box.width
        assert route.points[-1][0] == box.x
        assert min(y for _, y in route.points) < box.y
    assert min(y for _, y in outer.points) < min(y for _, y in inner.points)


def test_a_path_is_straight_on_one_height_and_swings_between_two() -> None:
    route = Route("a", "b", "w", ((0.0, 10.0), (5.0, 10.0), (25.0, 40.5), (30.0, 40.5)))
    assert route.path == "M0 10H5C15 10 15 40.5 25 40.5H30"


def test_the_path_of_a_loop_has_round_corners() -> None:
    points = ((10.0, 7.0), (17.0, 7.0), (17.0, -7.0), (0.0, -7.0))
    route = Route("a", "a", "w", points, loop=True)
    assert route.path == "M10 7L13.5 7Q17 7 17 1L17 -1Q17 -7 11 -7L0 -7"


def test_boxes_of_different_widths_stand_in_one_column() -> None:
    _, edges = graph("a c", "b c")
    drawing = layout([Node("stage/a", 100, 50), Node("stage/b", 300, 50), Node("stage/c", 80, 90)], edges)
    assert box_of(drawing, "a").x == box_of(drawing, "b").x
    assert box_of(drawing, "c").x >= 300 + 96


def test_paths_of_a_thousand_stages_stay_short() -> None:
    drawing = layout(*project())
    assert sum(len(route.path) for route in drawing.routes) < 400_000
