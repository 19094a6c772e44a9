"""The column of each node: every edge leads at least one to the right, and edges are short."""

from __future__ import annotations

from collections.abc import Sequence

from kargoui.core.layout.graph import Bundle

ROUNDS = 24


def ranks(count: int, bundles: Sequence[Bundle]) -> list[int]:
    """Columns from 0. Starts with the longest paths, then moves single nodes and whole tight clusters to
    where the sum of the lengths of all edges is smaller, as network simplex does, but only downhill.
    """
    before: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    after: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for bundle in bundles:
        weight = len(bundle.edges)
        before[bundle.target].append((bundle.source, weight))
        after[bundle.source].append((bundle.target, weight))
    order = _topological(count, before, after)
    rank = [0] * count
    for node in order:
        rank[node] = max((rank[source] + 1 for source, _ in before[node]), default=0)
    for _ in range(ROUNDS):
        moved = _move_nodes(rank, order, before, after)
        if not moved and not _move_clusters(rank, before, after):
            break
    lowest = min(rank, default=0)
    return [value - lowest for value in rank]


def _topological(
    count: int, before: list[list[tuple[int, int]]], after: list[list[tuple[int, int]]]
) -> list[int]:
    waiting = [len(sources) for sources in before]
    order = [node for node in range(count) if not waiting[node]]
    for node in order:
        for target, _ in after[node]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return order


def _move_nodes(
    rank: list[int],
    order: list[int],
    before: list[list[tuple[int, int]]],
    after: list[list[tuple[int, int]]],
) -> bool:
    """Move each node to the better end of the room that its neighbours leave it."""
    moved = False
    for node in (*reversed(order), *order):
        pull = sum(weight for _, weight in after[node]) - sum(weight for _, weight in before[node])
        if pull > 0:
            best = min(rank[target] for target, _ in after[node]) - 1
        elif pull < 0:
            best = max(rank[source] for source, _ in before[node]) + 1
        else:
            continue
        if best != rank[node]:
            rank[node] = best
            moved = True
    return moved


def _move_clusters(
    rank: list[int], before: list[list[tuple[int, int]]], after: list[list[tuple[int, int]]]
) -> bool:
    """Move sets of nodes that hang together by edges of length one, each set at most once."""
    count = len(rank)
    cluster = [-1] * count
    members: list[list[int]] = []
    for start in range(count):
        if cluster[start] >= 0:
            continue
        cluster[start] = len(members)
        found = [start]
        for node in found:
            near = [t for t, _ in after[node] if rank[t] == rank[node] + 1]
            near += [s for s, _ in before[node] if rank[s] == rank[node] - 1]
            for other in near:
                if cluster[other] < 0:
                    cluster[other] = len(members)
                    found.append(other)
        members.append(found)
    moved = False
    for found in members:
        moved = _move_cluster(rank, cluster, found, before, after) or moved
    return moved


def _move_cluster(
    rank: list[int],
    cluster: list[int],
    members: list[int],
    before: list[list[tuple[int, int]]],
    after: list[list[tuple[int, int]]],
) -> bool:
    own = cluster[members[0]]
    pull = 0
    room_right = room_left = 1 << 30
    for node in members:
        for target, weight in after[node]:
            if cluster[target] != own:
                pull += weight
                room_right = min(room_right, rank[target] - rank[node] - 1)
        for source, weight in before[node]:
            if cluster[source] != own:
                pull -= weight
                room_left = min(room_left, rank[node] - rank[source] - 1)
    if pull == 0 or (room_right if pull > 0 else room_left) == 0:
        return False
    shift = room_right if pull > 0 else -room_left
    for node in members:
        rank[node] += shift
    return True
