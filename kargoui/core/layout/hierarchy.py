"""The layered graph: long bundles are cut into pieces that each lead from one column to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kargoui.core.layout.graph import Bundle


@dataclass(slots=True)
class Hierarchy:
    """Vertices are the nodes of a component (0 to boxes-1), then the bends of long bundles.

    `left` and `right` hold the neighbours one column away, as often as there are lines. `chains` holds
    for each bundle the vertices that it passes, both ends included; `lines` how many lines pass a bend.
    """

    boxes: int
    rank: list[int]
    left: list[list[int]]
    right: list[list[int]]
    chains: list[list[int]]
    lines: list[int]
    columns: list[list[int]]


def hierarchy(boxes: int, bundles: Sequence[Bundle], ranks: Sequence[int]) -> Hierarchy:
    """Columns are in the order of vertex numbers, bends after the boxes."""
    rank = list(ranks)
    lines = [0] * boxes
    chains: list[list[int]] = []
    for bundle in bundles:
        chain = [bundle.source]
        for column in range(rank[bundle.source] + 1, rank[bundle.target]):
            chain.append(len(rank))
            rank.append(column)
            lines.append(len(bundle.edges))
        chain.append(bundle.target)
        chains.append(chain)
    left: list[list[int]] = [[] for _ in rank]
    right: list[list[int]] = [[] for _ in rank]
    for chain, bundle in zip(chains, bundles, strict=True):
        for source, target in pairwise(chain):
            for _ in bundle.edges:
                right[source].append(target)
                left[target].append(source)
    columns: list[list[int]] = [[] for _ in range(max(rank, default=-1) + 1)]
    for vertex, column in enumerate(rank):
        columns[column].append(vertex)
    return Hierarchy(boxes, rank, left, right, chains, lines, columns)
