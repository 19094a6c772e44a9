"""The graph as the layout works on it: numbered nodes, bundles of parallel edges, components, no cycles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kargoui.core.layout.drawing import Node
from kargoui.core.pipeline import Edge


@dataclass(slots=True)
class Bundle:
    """All edges between two nodes, seen from left to right; `edges` are (index, runs backwards)."""

    source: int
    target: int
    edges: list[tuple[int, bool]] = field(default_factory=list)


@dataclass(slots=True)
class Component:
    """Nodes that hang together, numbered from 0 in the order of their names."""

    nodes: list[Node]
    bundles: list[Bundle]
    loops: dict[int, list[int]]


def components(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Component]:
    """Connected components, by the first name among the nodes where they begin: a node that follows others
    moves none of them. Edges to unknown nodes are left out.
    """
    unique = {node.id: node for node in reversed(nodes)}
    ordered = sorted(unique.values(), key=lambda node: name_key(node.id))
    number = {node.id: index for index, node in enumerate(ordered)}
    pairs: dict[tuple[int, int], list[int]] = {}
    for index, edge in enumerate(edges):
        if edge.source in number and edge.target in number:
            pairs.setdefault((number[edge.source], number[edge.target]), []).append(index)
    loops = {
        source: sorted(found, key=lambda index: name_key(edges[index].origin))
        for (source, target), found in pairs.items()
        if source == target
    }
    bundles = _bundles(
        len(ordered), {pair: found for pair, found in pairs.items() if pair[0] != pair[1]}, edges
    )
    return _split(ordered, bundles, loops)


def name_key(node_id: str) -> tuple[object, ...]:
    """Sorts by the name behind the slash, numbers in it as numbers."""
    name = node_id.partition("/")[2] or node_id
    parts = re.split(r"([0-9]{1,15})", name)
    return (
        *((int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)),
        (0, ""),
        node_id,
    )


def _bundles(count: int, pairs: dict[tuple[int, int], list[int]], edges: Sequence[Edge]) -> list[Bundle]:
    reversed_pairs = _closing_cycles(count, pairs)
    bundles: dict[tuple[int, int], Bundle] = {}
    for pair, found in sorted(pairs.items()):
        back = pair in reversed_pairs
        left, right = pair[::-1] if back else pair
        bundle = bundles.setdefault((left, right), Bundle(left, right))
        bundle.edges += [(index, back) for index in found]
    for bundle in bundles.values():
        bundle.edges.sort(key=lambda entry: (entry[1], name_key(edges[entry[0]].origin), entry[0]))
    return list(bundles.values())


def _closing_cycles(count: int, pairs: dict[tuple[int, int], list[int]]) -> set[tuple[int, int]]:
    """Pairs that close a cycle in a walk in depth that begins where nothing comes in."""
    after: list[list[int]] = [[] for _ in range(count)]
    fed = [False] * count
    for source, target in sorted(pairs):
        after[source].append(target)
        fed[target] = True
    closing: set[tuple[int, int]] = set()
    state = [0] * count  # 1: on the way that leads here, 2: done
    for start in sorted(range(count), key=lambda node: (fed[node], node)):
        if state[start]:
            continue
        state[start] = 1
        stack = [(start, iter(after[start]))]
        while stack:
            node, rest = stack[-1]
            for target in rest:
                if state[target] == 1:
                    closing.add((node, target))
                elif not state[target]:
                    state[target] = 1
                    stack.append((target, iter(after[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return closing


def _split(nodes: list[Node], bundles: list[Bundle], loops: dict[int, list[int]]) -> list[Component]:
    parent = list(range(len(nodes)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for bundle in bundles:
        low, high = sorted((root(bundle.source), root(bundle.target)))
        parent[high] = low
    found: dict[int, Component] = {}
    local: list[int] = []
    for index, node in enumerate(nodes):
        component = found.setdefault(root(index), Component([], [], {}))
        local.append(len(component.nodes))
        component.nodes.append(node)
    for bundle in bundles:
        component = found[root(bundle.source)]
        component.bundles.append(Bundle(local[bundle.source], local[bundle.target], bundle.edges))
    for node_index, indexes in loops.items():
        found[root(node_index)].loops[local[node_index]] = indexes
    fed = {bundle.target for bundle in bundles}
    begins: dict[int, int] = {}
    for index in range(len(nodes)):
        if index not in fed:
            begins.setdefault(root(index), index)
    return [found[key] for key in sorted(found, key=begins.__getitem__)]
