from __future__ import annotations

from hypothesis import given, settings

from kargoui.core.layout import layout
from kargoui.core.layout.graph import components
from kargoui.core.layout.ranking import ranks
from tests.bench.graphs import random_dag
from tests.core.layout.drawings import Graph, box_of, graph, graphs


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_every_bundle_leads_to_the_right_and_the_first_column_is_used(found: Graph) -> None:
    for component in components(*found):
        rank = ranks(len(component.nodes), component.bundles)
        assert all(rank[bundle.source] < rank[bundle.target] for bundle in component.bundles)
        assert min(rank) == 0


def test_a_warehouse_stands_right_before_its_first_consumer() -> None:
    drawing = layout(*graph("warehouse/v a", "a b", "b c", "warehouse/w c", "c d", "warehouse/w d"))
    assert [box_of(drawing, name).rank for name in "vabcdw"] == [0, 1, 2, 3, 4, 2]


def test_a_whole_chain_moves_to_where_its_ends_are_near() -> None:
    arrows = ["m n", "n o", "o p", "p q", "q r", "a b", "b c r", "b d r"]
    drawing = layout(*graph(*arrows, "c r", "d r"))
    assert [box_of(drawing, name).rank for name in "abcdr"] == [2, 3, 4, 4, 5]


def test_a_stage_stands_right_behind_its_upstream() -> None:
    drawing = layout(*graph("w a", "a b", "b c", "a z"))
    assert box_of(drawing, "z").rank == box_of(drawing, "b").rank


def test_edges_of_a_tangle_are_nearly_as_short_as_network_simplex_makes_them() -> None:
    nodes, edges = random_dag()
    drawing = layout(nodes, edges)
    rank = {box.id: box.rank for box in drawing.boxes}
    # Network simplex, in dagre 3.1.3, comes to 683.
    assert sum(rank[edge.target] - rank[edge.source] for edge in edges) <= 1.08 * 683
