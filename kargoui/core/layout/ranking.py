"""The column of each node: every edge leads at least one to the right, and edges are short."""

from __future__ import annotations

from collections.abc import Sequence

from kargoui.core.layout.graph import Bundle

Neighbours = list[list[tuple[int, int]]]

ROUNDS = 12


def ranks(count: int, bundles: Sequence[Bundle]) -> list[int]:
    """Columns from 0. Starts with the longest paths, then moves sets of nodes to where the sum of the lengths
    of all edges is smaller, until none is left that one node leads. Network simplex goes on to the minimum,
    at several times the price.
    """
    before: Neighbours = [[] for _ in range(count)]
    after: Neighbours = [[] for _ in range(count)]
    for bundle in bundles:
        weight = len(bundle.edges)
        before[bundle.target].append((bundle.source, weight))
        after[bundle.source].append((bundle.target, weight))
    order = _topological(count, before, after)
    rank = [0] * count
    for node in order:
        rank[node] = max((rank[source] + 1 for source, _ in before[node]), default=0)
    pull = [
        sum(weight for _, weight in after[node]) - sum(weight for _, weight in before[node])
        for node in range(count)
    ]
    for _ in range(ROUNDS):
        moved = [_move(node, rank, pull, after, 1) for node in reversed(order) if pull[node] > 0]
        moved += [_move(node, rank, pull, before, -1) for node in order if pull[node] < 0]
        if not any(moved):
            break
    lowest = min(rank, default=0)
    return [value - lowest for value in rank]


def _move(leader: int, rank: list[int], pull: list[int], ahead: Neighbours, step: int) -> bool:
    """Move a node, and what it pushes along, while that shortens edges more than it lengthens others.

    `step` is 1 to the right, where `ahead` are the nodes behind a node's edges, or -1 to the left.
    """
    moved = False
    while True:
        pushed = {leader}
        waiting = [leader]
        gain = room = 0
        for node in waiting:
            gain += step * pull[node]
            for other, _ in ahead[node]:
                if other not in pushed and step * (rank[other] - rank[node]) == 1:
                    pushed.add(other)
                    waiting.append(other)
        if gain <= 0:
            return moved
        room = min(
            step * (rank[other] - rank[node]) - 1
            for node in pushed
            for other, _ in ahead[node]
            if other not in pushed
        )
        for node in pushed:
            rank[node] += step * room
        moved = True


def _topological(count: int, before: Neighbours, after: Neighbours) -> list[int]:
    waiting = [len(sources) for sources in before]
    order = [node for node in range(count) if not waiting[node]]
    for node in order:
        for target, _ in after[node]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return order
