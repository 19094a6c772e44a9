"""Stages that have nothing to do with those of other groups: no Freight passes between them."""

from __future__ import annotations

from collections.abc import Mapping

from kargoui.core.pipeline.nodes import StageNode


def groups(stages: Mapping[str, StageNode]) -> list[list[StageNode]]:
    """The Stages that take Freight from one another, directly or through others, in the order given."""
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
    return list(found.values())
