"""What the graph is made of: Warehouses with their subscriptions, Stages with their requests, edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kargoui.core.pipeline.groups import Group, groups

COLOURS = 8


def warehouse_id(name: str) -> str:
    """The id of a Warehouse as an end of an edge."""
    return f"warehouse/{name}"


def stage_id(name: str) -> str:
    """The id of a Stage as an end of an edge."""
    return f"stage/{name}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where Freight comes from, and the index of its colour: 1 to COLOURS."""

    kind: str
    name: str
    colour: int


@dataclass(frozen=True, slots=True)
class Subscription:
    """One entry of a Warehouse's subscriptions, with Kargo's defaults filled in.

    `kind` is "git", "image", "chart", or whatever key a custom one stands under ("" where the entry is
    not a subscription at all). `name` is the chart's name, or that of a custom subscription. `limit` is
    the number of artifacts that discovery keeps.
    """

    kind: str
    repo: str = ""
    name: str = ""
    strategy: str = ""
    constraint: str = ""
    branch: str = ""
    platform: str = ""
    allow: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    include_paths: tuple[str, ...] = ()
    exclude_paths: tuple[str, ...] = ()
    expression: str = ""
    limit: int = 20


@dataclass(frozen=True, slots=True)
class WarehouseNode:
    """A Warehouse; `missing` when Stages request its Freight but no manifest describes it."""

    name: str
    colour: int
    subscriptions: tuple[Subscription, ...] = ()
    interval: str = ""
    creation: str = "Automatic"
    missing: bool = False

    @property
    def id(self) -> str:
        return warehouse_id(self.name)


@dataclass(frozen=True, slots=True)
class Request:
    """One entry of a Stage's requestedFreight, at the same index as in the manifest.

    `origin` is the Warehouse's name, "" where the entry names none. `soak` is the required soak time as
    written. `availability` and `selection` carry Kargo's defaults, OneOf and NewestFreight.
    """

    origin: str = ""
    direct: bool = False
    stages: tuple[str, ...] = ()
    soak: str = ""
    availability: str = "OneOf"
    selection: str = "NewestFreight"


@dataclass(frozen=True, slots=True)
class TaskReference:
    """A task that a step of the promotion template references."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class StageNode:
    """A Stage; `missing` when another one names it as upstream but no manifest describes it.

    `tasks` are in the order of their first reference, each once. `own_steps` counts the steps that
    reference no task. A `control_flow` Stage has no steps: it only passes Freight on.
    """

    name: str
    requests: tuple[Request, ...] = ()
    tasks: tuple[TaskReference, ...] = ()
    own_steps: int = 0
    verification: bool = False
    control_flow: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    missing: bool = False

    @property
    def id(self) -> str:
        return stage_id(self.name)


@dataclass(frozen=True, slots=True)
class Edge:
    """Freight of one origin (the Warehouse's name) may go from source to target, both node ids."""

    source: str
    target: str
    origin: str


@dataclass(frozen=True)
class Pipeline:
    """Warehouses and Stages by name, missing ones last.

    `duplicates` holds the ids of nodes that several manifests describe; as with kubectl, the last wins.
    """

    warehouses: Mapping[str, WarehouseNode]
    stages: Mapping[str, StageNode]
    origins: Mapping[str, Origin]
    duplicates: tuple[str, ...] = ()

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The edges in the order of the Stages; none stands twice."""
        edges: dict[Edge, None] = {}
        for stage in self.stages.values():
            for request in stage.requests:
                if request.direct and request.origin:
                    edges[Edge(warehouse_id(request.origin), stage.id, request.origin)] = None
                for upstream in request.stages:
                    edges[Edge(stage_id(upstream), stage.id, request.origin)] = None
        return tuple(edges)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The Stages that are there, by who takes Freight from whom."""
        return groups({name: node for name, node in self.stages.items() if not node.missing})
