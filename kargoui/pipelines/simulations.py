"""What the promotions of a whole project do, as a draft leaves it.

A Stage's promotions are tried once for each state of the manifests that they depend on, whichever state of
the project, draft or page asks for them; which cases can happen, and a rollout, once for each state of all.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from typing import Final

from kargoui.core.pipeline import AutoPromotion, auto_promotion, promotion_policies
from kargoui.core.remembered import Recent
from kargoui.core.simulate import (
    Answered,
    Cases,
    Project,
    Rollout,
    all_cases,
    answered,
    better_orders,
    freight,
    graph_of,
    read_project,
    rollout,
)
from kargoui.pipelines.documents import documents_of
from kargoui.pipelines.state import ProjectState

Orders = Mapping[str, Sequence[str]]

_POLICIES: Final = ("Project", "ProjectConfig")
_NAMED: Final = ("Warehouse", "PromotionTask", "ClusterPromotionTask")
_KINDS: Final = ("Stage", *_NAMED, "Freight", *_POLICIES)


@dataclass(frozen=True, slots=True)
class Survey:
    """How far the Stages of a project have been tried; once all are, their cases, in the order of the files.

    A Stage that has no steps, and so only passes Freight on, has neither cases nor a refusal. `automatic`:
    what the policies say of it.
    """

    version: str
    done: int
    total: int
    cases: Mapping[str, Cases] = field(default_factory=dict)
    automatic: Mapping[str, AutoPromotion] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class _Whole:
    """A project as the simulator knows it, and the manifests that hold its promotion policies."""

    project: Project
    policies: Sequence[Mapping[str, object]]


_answers: Recent[Answered] = Recent(8192)  # a thousand take some 7 MB
_surveys: Recent[Survey] = Recent(8)
_wholes: Recent[_Whole] = Recent(2)  # each some 30 MB with 1,000 Stages
_rollouts: Recent[Rollout] = Recent(16)
_orders: Recent[Mapping[str, tuple[str, ...]]] = Recent(16)


def simulated(state: ProjectState) -> Project:
    """The project as the simulator knows it."""
    return _whole(state).project


def survey(state: ProjectState, version: str, seconds: float = inf) -> Survey:
    """Try the Stages that have not been tried yet, for as long as `seconds` last."""
    key = (_key_of_all(state), version)
    known = _surveys.get(key)
    if known is not None:
        return known
    keys = _keys(state, version)
    found = {stage: answer for stage, each in keys.items() if (answer := _answers.get(each)) is not None}
    if len(found) < len(keys) and seconds > 0:
        _try(_whole(state).project, version, keys, found, seconds)
    if len(found) < len(keys):
        return Survey(version, len(found), len(keys))
    whole = _whole(state)
    cases = all_cases(whole.project, version, found)
    for stage in found.keys() - cases.keys():
        refusal = "" if stage in whole.project.stages else found[stage].refusal
        cases[stage] = Cases(stage, version, (), refusal=refusal)
    listed = {stage: cases[stage] for stage in keys}
    return _surveys.put(key, Survey(version, len(keys), len(keys), listed, _automatic(whole, version)))


def _try(
    project: Project, version: str, keys: Mapping[str, Hashable], found: dict[str, Answered], seconds: float
) -> None:
    until = monotonic() + seconds
    for stage, key in keys.items():
        if stage not in found:
            found[stage] = _answers.put(key, answered(project, stage, version))
            if monotonic() > until:
                break


def first_rollout(
    state: ProjectState, found: Survey, base: frozenset[str] = frozenset(), orders: Orders | None = None
) -> Rollout:
    """The first rollout; `base` are Warehouses whose Freight comes before that of all others."""
    reordered = frozenset((stage, tuple(order)) for stage, order in (orders or {}).items())
    key = (_key_of_all(state), found.version, base, reordered)
    known = _rollouts.get(key)
    if known is not None:
        return known
    phases = [base] if base else []
    project = _whole(state).project
    automatic = {name: each.enabled for name, each in found.automatic.items()}
    made = rollout(project, found.version, phases, orders, automatic, known=found.cases)
    return _rollouts.put(key, made)


def suggested_orders(state: ProjectState, found: Survey) -> Mapping[str, tuple[str, ...]]:
    """By Stage, the orders of requestedFreight with which fewer promotions of the first rollout fail."""
    key = (_key_of_all(state), found.version)
    known = _orders.get(key)
    if known is not None:
        return known
    made = better_orders(found.cases, lambda orders: first_rollout(state, found, orders=orders))
    return _orders.put(key, made)


def _automatic(whole: _Whole, version: str) -> dict[str, AutoPromotion]:
    policies = promotion_policies(whole.policies, version)
    return auto_promotion(graph_of(whole.project).stages.values(), policies)


def _whole(state: ProjectState) -> _Whole:
    key = _key_of_all(state)
    known = _wholes.get(key)
    if known is not None:
        return known
    entries = [entry for entry in state.entries if entry.kind in _KINDS]
    data = (each.data for each in documents_of(state, entries).values())
    documents = [each for each in data if isinstance(each, dict)]
    policies = [document for document in documents if document.get("kind") in _POLICIES]
    project = read_project(state.project.name, documents, freight(documents))
    return _wholes.put(key, _Whole(project, policies))


def _keys(state: ProjectState, version: str) -> dict[str, Hashable]:
    """By Stage, what its promotions depend on."""
    given = (state.project.name, version, frozenset(state.digests("Freight").items()))
    stages = {entry.name: entry for entry in state.entries if entry.kind == "Stage" and entry.name}
    return {name: (given, *state.digests_around(entry, *_NAMED)) for name, entry in stages.items()}


def _key_of_all(state: ProjectState) -> Hashable:
    return state.project.name, frozenset(state.digests(*_KINDS).items())
