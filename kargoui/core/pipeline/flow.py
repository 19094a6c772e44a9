"""Which Freight can get to which Stage, told from who requests what from whom, if all promotions succeed."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from kargoui.core.pipeline.groups import Group
from kargoui.core.pipeline.nodes import Pipeline, Request, StageNode
from kargoui.core.remembered import Remembered

Slot = tuple[str, str]  # a Stage and an origin that it requests


class Flow:
    """The ways of Freight through a graph. Stages and Warehouses that are not there pass nothing on.

    Freight that comes directly comes from nowhere else: Kargo looks at no upstream Stage then.
    """

    def __init__(self, stages: Iterable[StageNode], warehouses: Collection[str]) -> None:
        self.stages = {node.name: node for node in stages}
        self._warehouses = warehouses
        self.requests: dict[Slot, Request] = {
            (name, request.origin): request for name, node in self.stages.items() for request in node.requests
        }

    @cached_property
    def takers(self) -> dict[Slot, tuple[Slot, ...]]:
        """By the slot of an upstream Stage, those that take its Freight as verified there."""
        found: dict[Slot, list[Slot]] = {}
        for slot in self.requests:
            for upstream in self._before(slot):
                found.setdefault(upstream, []).append(slot)
        return {slot: tuple(takers) for slot, takers in found.items()}

    @cached_property
    def arriving(self) -> frozenset[Slot]:
        """The slots that Freight can get to."""
        found = {slot for slot, request in self.requests.items() if self._is_first(request)}
        lacking = {slot: _needed(request) for slot, request in self.requests.items()}
        waiting = list(found)
        while waiting:
            for slot in self.takers.get(waiting.pop(), ()):
                lacking[slot] -= 1
                if not lacking[slot]:
                    found.add(slot)
                    waiting.append(slot)
        return frozenset(found)

    @cached_property
    def circles(self) -> list[tuple[Slot, ...]]:
        """Slots that get their Freight from one another in a circle; no slot stands in two of them."""
        found: list[tuple[Slot, ...]] = []
        taken: set[Slot] = set()
        done: set[Slot] = set()
        for start in self.requests:
            way: dict[Slot, Iterator[Slot]] = {} if start in done else {start: self._before(start)}
            while way:
                slot = next(reversed(way))
                upstream = next(way[slot], None)
                if upstream is None:
                    way.pop(slot)
                    done.add(slot)
                elif upstream in way:
                    circle = tuple(way)[tuple(way).index(upstream) :]
                    if taken.isdisjoint(circle):
                        found.append(circle)
                        taken.update(circle)
                elif upstream not in done:
                    way[upstream] = self._before(upstream)
        return found

    def promoted_before(self, slot: Slot) -> list[str]:
        """The nearest Stages on each way to a slot that promote its Freight, not only pass it on."""
        found: list[str] = []
        waiting = deque(self._before(slot))
        seen = set(waiting)
        while waiting:
            each = waiting.popleft()
            if not self.stages[each[0]].control_flow:
                found.append(each[0])
                continue
            more = [upstream for upstream in self._before(each) if upstream not in seen]
            seen.update(more)
            waiting += more
        return found

    def _is_first(self, request: Request) -> bool:
        return request.direct and request.origin in self._warehouses

    def _before(self, slot: Slot) -> Iterator[Slot]:
        """The slots that a slot gets its Freight from."""
        request = self.requests[slot]
        for stage in dict.fromkeys(() if request.direct else request.stages):
            if (stage, slot[1]) in self.requests:
                yield stage, slot[1]


_flows: Remembered[Flow] = Remembered(2048)


def flow(graph: Pipeline) -> Flow:
    """The ways of Freight through a graph, worked out anew for those groups of Stages that have changed."""
    warehouses = {name for name, node in graph.warehouses.items() if not node.missing}
    whole = Flow((node for node in graph.stages.values() if not node.missing), warehouses)
    parts = [_of_group(group, warehouses) for group in graph.groups]
    whole.takers = {slot: takers for part in parts for slot, takers in part.takers.items()}
    whole.arriving = frozenset[Slot]().union(*(part.arriving for part in parts))
    whole.circles = [circle for part in parts for circle in part.circles]
    return whole


def _of_group(group: Group, warehouses: Collection[str]) -> Flow:
    there = [origin in warehouses for origin in group.origins]
    names = {origin for origin in group.origins if origin in warehouses}
    return _flows.of((*group.nodes, *there), Flow, group.nodes, names)


def _needed(request: Request) -> int:
    """How many upstream Stages have to pass Freight on before it is available."""
    return len(set(request.stages)) if request.availability == "All" else 1
