"""Graphs for hypothesis to draw, and short ways to write them."""

from __future__ import annotations

from hypothesis import strategies as st

from kargoui.core.layout import Box, Drawing, Node
from kargoui.core.pipeline import Edge

Graph = tuple[list[Node], list[Edge]]


def node(name: str, width: float = 200, height: float = 80) -> Node:
    return Node(name if "/" in name else f"stage/{name}", width, height)


def edge(source: str, target: str, origin: str = "w") -> Edge:
    ends = [end if "/" in end else f"stage/{end}" for end in (source, target)]
    return Edge(ends[0], ends[1], origin)


def graph(*arrows: str) -> Graph:
    """`graph("a b", "a b other")`: from a to b, for the origin w and for another one."""
    edges = [edge(*arrow.split()) for arrow in arrows]
    names = dict.fromkeys(end for found in edges for end in (found.source, found.target))
    return [node(name) for name in names], edges


def box_of(drawing: Drawing, name: str) -> Box:
    return next(box for box in drawing.boxes if box.id.endswith(f"/{name}"))


@st.composite
def graphs(draw: st.DrawFn, most: int = 14) -> Graph:
    """Any graph: loops, cycles, parallel edges, lonely nodes, boxes of any size, edges to nowhere."""
    count = draw(st.integers(0, most))
    size = st.integers(20, 300)
    nodes = [Node(f"stage/n{index}", draw(size), draw(size)) for index in range(count)]
    end = st.integers(0, count).map(lambda index: f"stage/n{index}")
    edges = st.builds(Edge, end, end, st.sampled_from(["w1", "w2", "w3"]))
    return nodes, draw(st.lists(edges, max_size=3 * most, unique=True))
