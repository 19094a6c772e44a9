"""From manifests to the graph; nothing in a manifest can make it fail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kargoui.core.pipeline.nodes import (
    COLOURS,
    Origin,
    Pipeline,
    Request,
    StageNode,
    TaskReference,
    WarehouseNode,
    stage_id,
    warehouse_id,
)
from kargoui.core.pipeline.reading import items, kargo_kind, mapping, name_of, text, texts
from kargoui.core.pipeline.subscriptions import subscriptions
from kargoui.core.remembered import Remembered

Manifest = Mapping[str, object]

_stages: Remembered[StageNode] = Remembered(8192)


def pipeline(manifests: Iterable[Manifest]) -> Pipeline:
    """The graph of one project. Manifests of other kinds, or without a name, are passed over."""
    warehouses: dict[str, Manifest] = {}
    stages: dict[str, Manifest] = {}
    duplicates: dict[str, None] = {}
    for manifest in manifests:
        kind, name = kargo_kind(manifest), name_of(manifest)
        if not name or kind not in ("Warehouse", "Stage"):
            continue
        found, identify = (warehouses, warehouse_id) if kind == "Warehouse" else (stages, stage_id)
        if name in found:
            duplicates[identify(name)] = None
        found[name] = manifest
    stage_nodes = {name: _stages.of((manifest,), _stage, name, manifest) for name, manifest in stages.items()}
    _add_missing_stages(stage_nodes)
    origins = _origins(warehouses, stage_nodes.values())
    return Pipeline(
        warehouses={name: _warehouse(origin, warehouses.get(name)) for name, origin in origins.items()},
        stages=stage_nodes,
        origins=origins,
        duplicates=tuple(duplicates),
    )


def _warehouse(origin: Origin, manifest: Manifest | None) -> WarehouseNode:
    if manifest is None:
        return WarehouseNode(name=origin.name, colour=origin.colour, missing=True)
    spec = mapping(manifest, "spec")
    return WarehouseNode(
        name=origin.name,
        colour=origin.colour,
        subscriptions=subscriptions(spec.get("subscriptions")),
        interval=text(spec.get("interval")),
        creation=text(spec.get("freightCreationPolicy"), "Automatic"),
    )


def _stage(name: str, manifest: Manifest) -> StageNode:
    spec = mapping(manifest, "spec")
    steps = items(mapping(spec, "promotionTemplate", "spec").get("steps"))
    labels = mapping(manifest, "metadata", "labels")
    return StageNode(
        name=name,
        requests=tuple(_request(entry) for entry in items(spec.get("requestedFreight"))),
        tasks=tuple(dict.fromkeys(task for step in steps if (task := _task(step)))),
        own_steps=sum(1 for step in steps if mapping(step).get("task") is None),
        # Kargo runs a verification (one that succeeds at once) even for an empty mapping.
        verification=isinstance(spec.get("verification"), Mapping),
        control_flow=not steps,
        labels={k: v for k, v in labels.items() if isinstance(k, str) and isinstance(v, str)},
    )


def _request(entry: object) -> Request:
    sources = mapping(entry, "sources")
    return Request(
        origin=text(mapping(entry, "origin").get("name")),
        direct=sources.get("direct") is True,
        stages=texts(sources.get("stages")),
        soak=text(sources.get("requiredSoakTime")),
        availability=text(sources.get("availabilityStrategy"), "OneOf"),
        selection=text(mapping(sources, "autoPromotionOptions").get("selectionPolicy"), "NewestFreight"),
    )


def _task(step: object) -> TaskReference | None:
    task = mapping(step, "task")
    name = text(task.get("name"))
    return TaskReference(kind=text(task.get("kind"), "PromotionTask"), name=name) if name else None


def _add_missing_stages(stages: dict[str, StageNode]) -> None:
    for stage in list(stages.values()):
        for request in stage.requests:
            for upstream in request.stages:
                if upstream not in stages:
                    stages[upstream] = StageNode(name=upstream, missing=True)


def _origins(warehouses: Mapping[str, Manifest], stages: Iterable[StageNode]) -> dict[str, Origin]:
    """Colours go by the order of names: a new Warehouse leaves all before it as they were.

    Missing Warehouses come last, so that a reference mistyped for a moment recolours nothing.
    """
    requested = {request.origin for stage in stages for request in stage.requests if request.origin}
    by_name = [*sorted(warehouses), *sorted(requested - warehouses.keys())]
    colours = {name: index % COLOURS + 1 for index, name in enumerate(by_name)}
    in_order = [*warehouses, *sorted(requested - warehouses.keys())]
    return {name: Origin("Warehouse", name, colours[name]) for name in in_order}


def origin_colour(name: str, warehouses: Iterable[str]) -> int:
    """The colour of an origin, 1 to COLOURS, where only the names of the project's Warehouses are at hand."""
    names = sorted(warehouses)
    return (names.index(name) if name in names else len(names)) % COLOURS + 1
