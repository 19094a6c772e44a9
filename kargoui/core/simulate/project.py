"""What a promotion needs of a project: Warehouses, Stages and tasks by name, and Freight by origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kargoui.core.expr.scope import FreightPiece, Origin
from kargoui.core.pipeline import Pipeline, pipeline
from kargoui.core.pipeline.reading import items, kargo_kind, mapping, name_of, text

Manifest = Mapping[Any, object]


@dataclass(frozen=True, slots=True)
class Case:
    """Which slots hold Freight, by Warehouse, and which of them the promotion targets."""

    filled: frozenset[str]
    target: str


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """The manifests of one project by name. `freight` is what a filled slot holds, by Warehouse.

    `plans`, `evaluated`, `graphs` and `subscribed` remember what was made of them, for all that asks the same
    again.
    """

    name: str
    warehouses: Mapping[str, Manifest]
    stages: Mapping[str, Manifest]
    tasks: Mapping[str, Manifest]
    cluster_tasks: Mapping[str, Manifest]
    freight: Mapping[str, FreightPiece]
    plans: dict[tuple[str, ...], object] = field(default_factory=dict, repr=False)
    evaluated: dict[object, Any] = field(default_factory=dict, repr=False)
    graphs: list[Pipeline] = field(default_factory=list, repr=False, init=False)
    subscribed: dict[str, list[Mapping[str, object]]] = field(default_factory=dict, repr=False, init=False)


def read_project(
    name: str, documents: Iterable[Mapping[str, object]], freight: Mapping[str, FreightPiece]
) -> Project:
    """The project that plain documents describe; other kinds and other projects' manifests are left out."""
    kinds: dict[str, dict[str, Manifest]] = {
        kind: {} for kind in ("Warehouse", "Stage", "PromotionTask", "ClusterPromotionTask")
    }
    for document in documents:
        found = kinds.get(kargo_kind(document))
        if found is None or not name_of(document):
            continue
        namespace = text(mapping(document, "metadata").get("namespace"))
        if kargo_kind(document) == "ClusterPromotionTask" or namespace in ("", name):
            found[name_of(document)] = document
    return Project(
        name,
        kinds["Warehouse"],
        kinds["Stage"],
        kinds["PromotionTask"],
        kinds["ClusterPromotionTask"],
        freight,
    )


def freight_piece(origin: str, given: Mapping[str, object], alias: str = "") -> FreightPiece:
    """A piece of Freight from the fields that Freight has in a cluster."""

    def artifacts(kind: str) -> list[Manifest]:
        return [mapping(item) for item in items(given.get(kind))]

    return FreightPiece(
        Origin("Warehouse", origin),
        text(given.get("name")),
        text(given.get("alias"), alias),
        artifacts("commits"),
        artifacts("images"),
        artifacts("charts"),
        artifacts("artifacts"),
    )


def graph_of(project: Project) -> Pipeline:
    """The graph of a project, made once."""
    if not project.graphs:
        project.graphs.append(pipeline([*project.warehouses.values(), *project.stages.values()]))
    return project.graphs[0]


def requested_origins(stage: Manifest) -> tuple[str, ...]:
    """The Warehouses that a Stage requests Freight from, in its order."""
    requests = items(mapping(stage, "spec").get("requestedFreight"))
    return tuple(text(mapping(request, "origin").get("name")) for request in requests)
