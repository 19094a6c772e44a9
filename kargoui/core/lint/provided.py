"""What a Stage can get through more than one subscription: there, only an origin tells which is meant."""

from __future__ import annotations

from dataclasses import dataclass

from kargoui.core.expr.freight import Sought
from kargoui.core.expr.urls import normalize_git
from kargoui.core.pipeline import Pipeline, WarehouseNode


@dataclass(frozen=True, slots=True)
class Provider:
    """A subscription: the Warehouse's name and the place in its list."""

    warehouse: str
    index: int


def brought_twice(graph: Pipeline) -> dict[str, dict[Sought, list[Provider]]]:
    """By Stage, what it can get through several subscriptions, and which those are."""
    subscribed = {name: _subscribed(node) for name, node in graph.warehouses.items()}
    found: dict[str, dict[Sought, list[Provider]]] = {}
    for stage in graph.stages.values():
        providers: dict[Sought, list[Provider]] = {}
        for origin in dict.fromkeys(request.origin for request in stage.requests):
            for sought, provider in subscribed.get(origin, ()):
                providers.setdefault(sought, []).append(provider)
        several = {sought: listed for sought, listed in providers.items() if len(listed) > 1}
        if several:
            found[stage.name] = several
    return found


def as_compared(sought: Sought) -> Sought:
    """What is looked for, as Kargo compares it: Git's addresses in their normal form, others as written."""
    return sought._replace(repo=normalize_git(sought.repo)) if sought.kind == "git" else sought


def _subscribed(warehouse: WarehouseNode) -> list[tuple[Sought, Provider]]:
    found = []
    for index, each in enumerate(warehouse.subscriptions):
        ours = each.kind in ("git", "image", "chart")
        sought = Sought(each.kind, each.repo, each.name) if ours else Sought("artifact", each.name)
        if sought.repo:
            found.append((as_compared(sought), Provider(warehouse.name, index)))
    return found
