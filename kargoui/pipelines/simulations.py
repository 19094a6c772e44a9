"""What the promotions of a whole project do, as a draft leaves it.

A Stage is tried once for each state of the manifests that it depends on, whatever project state, draft or
page asks for it; a rollout once for each state of the project.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Final

from kargoui.core.pipeline import auto_promotion, pipeline, promotion_policies
from kargoui.core.pipeline.reading import items, mapping
from kargoui.core.simulate import (
    Cases,
    Project,
    Rollout,
    better_orders,
    cases,
    freight,
    read_project,
    rollout,
)
from kargoui.pipelines.recent import Recent
from kargoui.pipelines.state import ProjectState

Orders = Mapping[str, Sequence[str]]

_POLICIES: Final = ("Project", "ProjectConfig")
_KINDS: Final = ("Warehouse", "Stage", "PromotionTask", "ClusterPromotionTask", "Freight", *_POLICIES)


@dataclass(frozen=True, slots=True)
class Survey:
    """The cases of a project's Stages, as far as they have been tried: of `total` Stages.

    A Stage that has no steps, and so only passes Freight on, has neither cases nor a refusal.
    """

    version: str
    cases: Mapping[str, Cases]
    total: int

    @property
    def ready(self) -> bool:
        return len(self.cases) == self.total


@dataclass(frozen=True, slots=True)
class _Whole:
    """A project as the simulator knows it, and the manifests that hold its promotion policies."""

    project: Project
    policies: Sequence[Mapping[str, object]]


_cases: Recent[Cases] = Recent(4096)
_wholes: Recent[_Whole] = Recent(2)  # each some 30 MB with 1,000 Stages
_rollouts: Recent[Rollout] = Recent(16)
_orders: Recent[Mapping[str, tuple[str, ...]]] = Recent(16)


def survey(state: ProjectState, version: str, seconds: float = inf) -> Survey:
    """Try the Stages that have not been tried yet, for as long as `seconds` last."""
    keys = _keys(state, version)
    found = {stage: known for stage, key in keys.items() if (known := _cases.get(key)) is not None}
    if len(found) < len(keys) and seconds > 0:
        project = _whole(state).project
        until = monotonic() + seconds
        for stage, key in keys.items():
            if stage not in found:
                found[stage] = _cases.put(key, _tried(project, stage, version))
                if monotonic() > until:
                    break
    return Survey(version, {stage: found[stage] for stage in keys if stage in found}, len(keys))


def first_rollout(
    state: ProjectState, found: Survey, base: frozenset[str] = frozenset(), orders: Orders | None = None
) -> Rollout:
    """The first rollout; `base` are Warehouses whose Freight comes before that of all others."""
    reordered = frozenset((stage, tuple(order)) for stage, order in (orders or {}).items())
    key = (_key_of_all(state), found.version, base, reordered)
    known = _rollouts.get(key)
    if known is not None:
        return known
    whole = _whole(state)
    policies = promotion_policies(whole.policies, found.version)
    stages = pipeline(whole.project.stages.values()).stages.values()
    automatic = {name: each.enabled for name, each in auto_promotion(stages, policies).items()}
    phases = [base] if base else []
    made = rollout(whole.project, found.version, phases, orders, automatic, known=found.cases)
    return _rollouts.put(key, made)


def suggested_orders(state: ProjectState, found: Survey) -> Mapping[str, tuple[str, ...]]:
    """By Stage, the orders of requestedFreight with which fewer promotions of the first rollout fail."""
    key = (_key_of_all(state), found.version)
    known = _orders.get(key)
    if known is not None:
        return known
    made = better_orders(found.cases, lambda orders: first_rollout(state, found, orders=orders))
    return _orders.put(key, made)


def _tried(project: Project, stage: str, version: str) -> Cases:
    template = mapping(project.stages[stage], "spec", "promotionTemplate", "spec")
    if not items(template.get("steps")):
        return Cases(stage, version, ())
    return cases(project, stage, version)


def _whole(state: ProjectState) -> _Whole:
    key = _key_of_all(state)
    known = _wholes.get(key)
    if known is not None:
        return known
    documents = state.data(*_KINDS)
    policies = [document for document in documents if document.get("kind") in _POLICIES]
    project = read_project(state.project.name, documents, freight(documents))
    return _wholes.put(key, _Whole(project, policies))


def _keys(state: ProjectState, version: str) -> dict[str, Hashable]:
    """By Stage, what its cases depend on."""
    given = (state.project.name, version, frozenset(state.digests("Freight").items()))
    stages = state.names().get("Stage", [])
    return {name: (given, frozenset(state.closure("Stage", name).items())) for name in stages}


def _key_of_all(state: ProjectState) -> Hashable:
    return state.project.name, frozenset(state.digests(*_KINDS).items())
