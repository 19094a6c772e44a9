from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kargoui.core.layout import layout
from kargoui.core.layout.packing import extent, pack
from tests.bench.graphs import independent_pipelines
from tests.core.layout.drawings import box_of, graph, node

SIZES = st.lists(st.tuples(st.floats(50, 2000), st.floats(50, 900)), max_size=30)


def test_many_pipelines_have_the_shape_of_a_screen() -> None:
    for count in (40, 120, 300):
        drawing = layout(*independent_pipelines(count))
        assert 1.2 < drawing.width / drawing.height < 2.1


def test_few_small_pipelines_stand_in_one_stack_in_the_order_of_their_names() -> None:
    drawing = layout(*graph("warehouse/b b1", "warehouse/a a1", "a1 zero"))
    assert box_of(drawing, "a").x == box_of(drawing, "b").x == 0
    assert box_of(drawing, "a").y < box_of(drawing, "b").y


def test_lonely_nodes_stand_in_rows_below() -> None:
    nodes, edges = graph("x y")
    drawing = layout([*nodes, *(node(f"lonely{index}") for index in range(9))], edges)
    lonely = [box for box in drawing.boxes if "lonely" in box.id]
    assert len({box.y for box in lonely}) == len({box.x for box in lonely}) == 3
    assert min(box.y for box in lonely) > box_of(drawing, "x").y


@given(SIZES)
def test_stacks_keep_the_order_and_overlap_nowhere(sizes: list[tuple[float, float]]) -> None:
    points = pack(sizes)
    assert len(points) == len(sizes)
    for (here, size), (there, _) in pairwise(zip(points, sizes, strict=True)):
        below = there[0] == here[0] and there[1] >= here[1] + size[1]
        beside = there[0] >= here[0] + size[0] and there[1] == 0
        assert below or beside
    assert extent(points, sizes) >= (0, 0)
