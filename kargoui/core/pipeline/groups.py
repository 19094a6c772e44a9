"""Stages that have nothing to do with those of other groups: no Freight passes between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kargoui.core.pipeline.nodes import StageNode


@dataclass(frozen=True, eq=False)
class Group:
    """The Stages of a group, in the order of the graph."""

    nodes: tuple[StageNode, ...]

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """The Warehouses that they request Freight from, in the order of their names."""
        return tuple(sorted({request.origin for node in self.nodes for request in node.requests}))


def groups(stages: Mapping[str, StageNode]) -> tuple[Group, ...]:
    """The Stages that take Freight from one another, directly or through others."""
    first = {name: name for name in stages}

    def root(name: str) -> str:
        while first[name] != name:
            first[name] = name = first[first[name]]
        return name

    for name, node in stages.items():
        for upstream in {stage for request in node.requests for stage in request.stages}:
            if upstream in stages:
                first[root(upstream)] = root(name)
    found: dict[str, list[StageNode]] = {}
    for name, node in stages.items():
        found.setdefault(root(name), []).append(node)
    return tuple(Group(tuple(nodes)) for nodes in found.values())
