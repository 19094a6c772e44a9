"""Graphs of many shapes to lay out, all of them deterministic."""

from __future__ import annotations

import random
from collections.abc import Callable

from kargoui.core.layout import Node
from kargoui.core.pipeline import Edge, pipeline
from tests.bench.projects import project_data

Graph = tuple[list[Node], list[Edge]]
WAREHOUSE_SIZE = (214.0, 76.0)
STAGE_SIZE = (214.0, 96.0)


def project(stages: int = 1000, warehouses: int = 20) -> Graph:
    """The project of the benchmark, one line an origin."""
    found = pipeline(project_data(stages=stages, warehouses=warehouses))
    nodes = [Node(node.id, *WAREHOUSE_SIZE) for node in found.warehouses.values()]
    nodes += [Node(node.id, *STAGE_SIZE) for node in found.stages.values()]
    return nodes, list(found.edges)


def project_without_parallels(stages: int = 1000, warehouses: int = 20) -> Graph:
    """The same project with one line between two nodes, whatever the number of origins."""
    nodes, edges = project(stages, warehouses)
    return nodes, [
        Edge(source, target, "") for source, target in dict.fromkeys((e.source, e.target) for e in edges)
    ]


def independent_pipelines(count: int = 120) -> Graph:
    """Pipelines that share nothing: two Warehouses, a fan-out in the middle, a fan-in at the end."""
    edges = []
    for index in range(count):
        name = f"p{index}"
        origins = [f"{name}-images", f"{name}-charts"]
        tests = [f"{name}-test-{region}" for region in range(1 + index % 4)]
        for origin in origins:
            edges.append(Edge(f"warehouse/{origin}", f"stage/{name}-preview", origin))
            for test in tests:
                edges.append(Edge(f"stage/{name}-preview", f"stage/{test}", origin))
                edges.append(Edge(f"stage/{test}", f"stage/{name}-main", origin))
    return graph_of(edges)


def fan_out(width: int = 500) -> Graph:
    """Two Warehouses, one gate, and one Stage for each of many regions, every third followed by another."""
    edges = [Edge(f"warehouse/{origin}", "stage/gate", origin) for origin in ("images", "charts")]
    for index in range(width):
        for origin in ("images", "charts"):
            edges.append(Edge("stage/gate", f"stage/region-{index}", origin))
            if index % 3 == 0:
                edges.append(Edge(f"stage/region-{index}", f"stage/region-{index}-after", origin))
    return graph_of(edges)


def shared_warehouses(stages: int = 300, warehouses: int = 12, seed: int = 7) -> Graph:
    """Every Stage requests Freight of two or three of few Warehouses directly, some follow another one."""
    chance = random.Random(seed)  # noqa: S311
    edges = []
    for index in range(stages):
        for warehouse in chance.sample(range(warehouses), chance.choice((2, 3))):
            edges.append(Edge(f"warehouse/w{warehouse}", f"stage/s{index}", f"w{warehouse}"))
            if index > 20 and chance.random() < 0.3:
                edges.append(Edge(f"stage/s{chance.randrange(index)}", f"stage/s{index}", f"w{warehouse}"))
    return graph_of(edges)


def deep_chains(chains: int = 12, depth: int = 30, seed: int = 3) -> Graph:
    """Long chains of Stages with links from one to another."""
    chance = random.Random(seed)  # noqa: S311
    edges = []
    for chain in range(chains):
        edges.append(Edge(f"warehouse/w{chain}", f"stage/c{chain}-0", "w"))
        for index in range(1, depth):
            edges.append(Edge(f"stage/c{chain}-{index - 1}", f"stage/c{chain}-{index}", "w"))
            if chance.random() < 0.15:
                other, later = chance.randrange(chains), min(depth - 1, index + chance.randrange(3))
                edges.append(Edge(f"stage/c{chain}-{index - 1}", f"stage/c{other}-{later}", "x"))
    return graph_of(edges)


def random_dag(nodes: int = 250, edges: int = 420, seed: int = 11) -> Graph:
    """Edges between any two nodes, from the lower to the higher number."""
    chance = random.Random(seed)  # noqa: S311
    pairs = {tuple(sorted(chance.sample(range(nodes), 2))) for _ in range(edges)}
    return graph_of([Edge(f"stage/n{low}", f"stage/n{high}", "w") for low, high in sorted(pairs)])


def local_dag(nodes: int = 400, edges: int = 640, reach: int = 30, seed: int = 5) -> Graph:
    """Edges between nodes whose numbers are near."""
    chance = random.Random(seed)  # noqa: S311
    pairs = set()
    for _ in range(edges):
        low = chance.randrange(nodes - 1)
        pairs.add((low, min(nodes - 1, low + 1 + chance.randrange(reach))))
    return graph_of([Edge(f"stage/n{low}", f"stage/n{high}", "w") for low, high in sorted(pairs)])


def graph_of(edges: list[Edge]) -> Graph:
    """A graph of the nodes that edges name, at their usual sizes."""
    ids = dict.fromkeys(end for edge in edges for end in (edge.source, edge.target))
    sizes = {"warehouse": WAREHOUSE_SIZE, "stage": STAGE_SIZE}
    return [Node(node, *sizes[node.partition("/")[0]]) for node in ids], list(dict.fromkeys(edges))


SHAPES: dict[str, Callable[[], Graph]] = {
    "project": project,
    "project-without-parallels": project_without_parallels,
    "small-project": lambda: project(50, 6),
    "independent-pipelines": independent_pipelines,
    "fan-out": fan_out,
    "shared-warehouses": shared_warehouses,
    "deep-chains": deep_chains,
    "random-dag": random_dag,
    "local-dag": local_dag,
}
