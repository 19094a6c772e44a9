from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import pytest

from kargoui.core.layout import Drawing, layout
from kargoui.core.pipeline import Edge
from tests.bench import graphs
from tests.core.layout.drawings import box_of, graph, node

SHAPES: dict[str, Callable[[], graphs.Graph]] = {
    "project": lambda: graphs.project(50, 5),
    "project of many Warehouses": lambda: graphs.project(50, 9),
    "independent pipelines": lambda: graphs.independent_pipelines(9),
    "fan-out": lambda: graphs.fan_out(36),
    "shared Warehouses": lambda: graphs.shared_warehouses(50, 5),
    "chains": lambda: graphs.deep_chains(5, 10),
    "random": lambda: graphs.random_dag(55, 75),
    "local": lambda: graphs.local_dag(55, 85, 12),
}


def kept(before: Drawing, after: Drawing) -> float:
    """The share of pairs of boxes of one rank that stand in the same order as before."""
    old = {box.id: (box.rank, (box.x, box.y)) for box in before.boxes}
    new = {box.id: (box.rank, (box.x, box.y)) for box in after.boxes}
    pairs = [(a, b) for a, b in combinations(old, 2) if old[a][0] == old[b][0]]
    same = [new[a][0] == new[b][0] and (old[a] < old[b]) == (new[a] < new[b]) for a, b in pairs]
    return sum(same) / len(same)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_leaf_more_leaves_the_others_in_order(shape: str) -> None:
    nodes, edges = SHAPES[shape]()
    before = layout(nodes, edges)
    stages = [found.id for found in nodes if found.id.startswith("stage/")]
    chance = random.Random(1)  # noqa: S311
    for upstream in chance.sample(stages, 6):
        for name in ("aaa-first", "zzz-last"):
            after = layout([*nodes, node(name)], [*edges, Edge(upstream, f"stage/{name}", "w")])
            assert kept(before, after) >= 0.95


def test_a_leaf_of_two_upstreams_moves_few_of_the_others() -> None:
    shares = []
    chance = random.Random(2)  # noqa: S311
    for shape in SHAPES.values():
        nodes, edges = shape()
        before = layout(nodes, edges)
        sources = sorted({edge.source for edge in edges})
        for _ in range(4):
            feeding = chance.sample(sources, 2)
            after = layout([*nodes, node("new")], [*edges, *(Edge(end, "stage/new", "w") for end in feeding)])
            shares.append(kept(before, after))
    assert sum(shares) / len(shares) >= 0.9


def test_a_lonely_stage_moves_nothing() -> None:
    nodes, edges = SHAPES["project"]()
    before = layout(nodes, edges)
    assert layout([*nodes, node("aaa")], edges).boxes[:-1] == before.boxes


def test_names_decide_where_crossings_do_not() -> None:
    drawing = layout(*graph("w s10", "w s9", "w s1", "w s2"))
    heights = [box_of(drawing, name).y for name in ("s1", "s2", "s9", "s10")]
    assert heights == sorted(heights)
