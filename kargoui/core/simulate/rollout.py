"""The first rollout of a project: its first Freight from Warehouse to last Stage, promotion by promotion.

Follows autoPromoteFreight and markFreightVerifiedForStage in pkg/controller/stages/regular_stages.go:
https://github.com/akuity/kargo/blob/v1.11.2/pkg/controller/stages/regular_stages.go
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kargoui.core.catalog import catalog
from kargoui.core.pipeline import Request, StageNode
from kargoui.core.simulate.every_case.answers import Cases
from kargoui.core.simulate.every_case.promoting import End
from kargoui.core.simulate.foreseen import foreseen
from kargoui.core.simulate.plan import NotCreated, plan
from kargoui.core.simulate.project import Case, Project, graph_of
from kargoui.core.simulate.simulator import run
from kargoui.core.simulate.trace import Outcome

NOT_CREATED = "NotCreated"


@dataclass(frozen=True, slots=True)
class Promotion:
    """One promotion. `phase` is Kargo's, or NotCreated where Kargo refuses to create it.

    `automatic`: by a promotion policy, not by hand. `wave` counts the phases of Freight, from 0. Promotions
    of one `round` run side by side in different Stages; those of the next have waited for them.
    """

    stage: str
    case: Case
    phase: str
    message: str
    step: str
    skipped: int
    automatic: bool
    wave: int
    round: int


@dataclass(frozen=True, slots=True)
class Rollout:
    """All promotions in their order. `waiting`: by Stage, the origins whose Freight never gets there."""

    promotions: tuple[Promotion, ...]
    waiting: Mapping[str, frozenset[str]]

    @property
    def failing(self) -> int:
        """How many promotions do not succeed, for all that is known."""
        return sum(promotion.phase != "Succeeded" for promotion in self.promotions)


def rollout(
    project: Project,
    version: str,
    phases: Sequence[frozenset[str]] = (),
    orders: Mapping[str, Sequence[str]] | None = None,
    automatic: Mapping[str, bool] | None = None,
    pinned: Mapping[str, Mapping[str, Outcome]] | None = None,
    known: Mapping[str, Cases] | None = None,
    stages: Collection[str] | None = None,
) -> Rollout:
    """The first rollout, one piece of Freight for each Warehouse.

    `phases` are Warehouses whose Freight comes one group after the other; that of all others comes last.
    `orders` is another order of requestedFreight, by Stage. Stages that `automatic` does not name are
    promoted by hand, in the same order, as soon as Freight is there; None: all are automatic. `pinned` are
    outcomes of steps by Stage and alias. Stages of which all cases are `known` are not run anew. With
    `stages` there are no others.
    """
    under_way = _UnderWay(
        project, catalog(version).version, orders or {}, automatic, pinned or {}, known or {}, stages
    )
    rest = frozenset(project.warehouses) - frozenset[str]().union(*phases)
    for wave, arriving in enumerate([*phases, rest]):
        under_way.arrive(arriving, wave)
    return Rollout(tuple(under_way.promotions), under_way.waiting())


@dataclass(slots=True)
class _Progress:
    """What has become of one Stage: the slots of its last promotion, what it has verified and tried."""

    slots: frozenset[str] = frozenset()
    verified: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)


class _UnderWay:
    """A rollout under way."""

    def __init__(
        self,
        project: Project,
        version: str,
        orders: Mapping[str, Sequence[str]],
        automatic: Mapping[str, bool] | None,
        pinned: Mapping[str, Mapping[str, Outcome]],
        known: Mapping[str, Cases],
        stages: Collection[str] | None,
    ) -> None:
        nodes = graph_of(project).stages
        nodes = nodes if stages is None else {name: nodes[name] for name in stages}
        self.project, self.version, self.automatic = project, version, automatic
        self.stages = {name: node for name, node in nodes.items() if not node.missing}
        self.requests = {name: _in_order(node, orders.get(name, ())) for name, node in self.stages.items()}
        self.places = {name: place for place, name in enumerate(self.stages)}
        self.takers = _takers(self.requests)
        self.progress = {name: _Progress() for name in [*nodes, *self.takers]}
        self.arrived: set[str] = set()
        self.promotions: list[Promotion] = []
        self.pinned, self.known = pinned, known
        self.rounds = 0

    def arrive(self, origins: Iterable[str], wave: int) -> None:
        """The first Freight of some Warehouses, and all promotions that follow."""
        new = frozenset(origins)
        self.arrived.update(new)
        touched = {
            name for name, requests in self.requests.items() if any(each.origin in new for each in requests)
        }
        while due := self._due(touched):
            for stage, candidates in due:
                if self.stages[stage].control_flow:
                    self.progress[stage].verified.update(candidates)
                    continue
                for origin in candidates:
                    self._promote(stage, origin, wave)
            touched = {taker for stage, _ in due for taker in self.takers.get(stage, ())}
            self.rounds += 1

    def waiting(self) -> dict[str, frozenset[str]]:
        """By Stage, the origins that it requests and has never got."""
        missing = {
            name: frozenset(request.origin for request in requests) - self.progress[name].slots
            for name, requests in self.requests.items()
            if not self.stages[name].control_flow
        }
        return {name: origins for name, origins in missing.items() if origins}

    def _due(self, touched: Collection[str]) -> list[tuple[str, list[str]]]:
        """Of some Stages each with Freight that is new to it, in the order in which it takes it."""
        found = []
        for name in sorted(touched, key=self.places.__getitem__):
            done = self.progress[name]
            candidates = [
                request.origin
                for request in self.requests[name]
                if request.origin not in done.verified
                and request.origin not in done.tried
                and self._available(request)
            ]
            if candidates:
                found.append((name, candidates))
        return found

    def _available(self, request: Request) -> bool:
        if request.origin not in self.arrived:
            return False
        upstream = [request.origin in self.progress[stage].verified for stage in request.stages]
        passed = all(upstream) if request.availability == "All" else any(upstream)
        return request.direct or (passed and bool(upstream))

    def _promote(self, stage: str, origin: str, wave: int) -> None:
        done = self.progress[stage]
        done.tried.add(origin)
        alone = len(self.requests[stage]) == 1
        case = Case(frozenset([origin]) if alone else done.slots | {origin}, origin)
        automatic = self.automatic is None or self.automatic.get(stage, False)
        try:
            end, skipped = self._run(stage, case)
        except NotCreated as refusal:
            self.promotions.append(
                Promotion(stage, case, NOT_CREATED, str(refusal), "", 0, automatic, wave, self.rounds)
            )
            return
        done.slots = case.filled
        if end.phase in ("Succeeded", "Unknown"):
            done.verified.update(case.filled)
        self.promotions.append(
            Promotion(stage, case, end.phase, end.message, end.step, skipped, automatic, wave, self.rounds)
        )

    def _run(self, stage: str, case: Case) -> tuple[End, int]:
        """How a promotion ends, and how many of its steps are skipped. Raises NotCreated."""
        if stage in self.known:
            found = self.known[stage]
            if found.refusal:
                raise NotCreated(found.refusal)
            return found.end(case), found.skipped(case)
        outcomes = {
            **foreseen(plan(self.project, stage, self.version)),
            **self.pinned.get(stage, {}),
        }
        trace = run(self.project, stage, case, self.version, outcomes)
        skipped = sum(step.status == "Skipped" for step in trace.steps)
        return End(trace.phase, trace.message, trace.step), skipped


def _takers(requests: Mapping[str, Sequence[Request]]) -> dict[str, list[str]]:
    """By Stage, those that request Freight from it."""
    found: dict[str, list[str]] = {}
    for name, listed in requests.items():
        for request in listed:
            for upstream in request.stages:
                found.setdefault(upstream, []).append(name)
    return found


def _in_order(node: StageNode, order: Sequence[str]) -> list[Request]:
    """A Stage's requests; those that `order` names come first, as it says."""
    places = {origin: place for place, origin in enumerate(order)}
    return sorted(node.requests, key=lambda request: places.get(request.origin, len(places)))
