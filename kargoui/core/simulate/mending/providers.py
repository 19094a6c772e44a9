"""Which Warehouses bring what a step looks up, as each Stage's variables have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kargoui.core.expr import ExpressionError, Scope, evaluate
from kargoui.core.expr.lookups import Lookup
from kargoui.core.expr.values import Struct
from kargoui.core.simulate.foreseen import foreseen
from kargoui.core.simulate.plan import NotCreated, plan
from kargoui.core.simulate.project import Case, Project
from kargoui.core.simulate.surroundings import surroundings


class Providers:
    """The Warehouses behind one step, which has an alias in each of some Stages, its own first."""

    def __init__(self, project: Project, version: str, aliases: Mapping[str, Sequence[str]]) -> None:
        self.project = project
        self.version = version
        self.aliases = aliases
        self._scopes: dict[str, Scope | None] = {}
        self._lacking: dict[str, frozenset[str]] = {}

    def anywhere(self, lookup: Lookup) -> list[str]:
        """The project's Warehouses that would bring it to the step's own Stage."""
        return self._among(self.project.warehouses, next(iter(self.aliases)), lookup)

    def requested(self, found: Iterable[Lookup]) -> list[str]:
        """The Warehouses that would bring any of these, and that some Stage requests."""
        asked = {origin for stage in self.aliases for origin in self._requests(stage)}
        brought = [origin for each in found for origin in self.anywhere(each)]
        return [origin for origin in dict.fromkeys(brought) if origin in asked]

    def lacking(self, lookup: Lookup) -> frozenset[str]:
        """The Stages that request no Warehouse that would bring it."""
        if not lookup.finds_freight:
            return frozenset()
        if lookup.text not in self._lacking:
            stages = (stage for stage in self.aliases if self._scope(stage) is not None)
            self._lacking[lookup.text] = frozenset(
                stage for stage in stages if not self._among(self._requests(stage), stage, lookup)
            )
        return self._lacking[lookup.text]

    def example(self, expression: str) -> Iterator[str]:
        """What an expression gives in the step's own Stage where all slots are filled, if that is a text."""
        scope = self._scope(next(iter(self.aliases)))
        if scope is not None:
            try:
                value = evaluate(expression, scope)
            except ExpressionError:
                return
            if type(value) is str and value:
                yield value

    def _requests(self, stage: str) -> tuple[str, ...]:
        try:
            return plan(self.project, stage, self.version).requests
        except NotCreated:
            return ()

    def _among(self, origins: Iterable[str], stage: str, lookup: Lookup) -> list[str]:
        scope = self._scope(stage)
        if scope is None or not lookup.finds_freight:
            return []
        return [origin for origin in dict.fromkeys(origins) if self._brings(origin, scope, lookup)]

    def _brings(self, origin: str, scope: Scope, lookup: Lookup) -> bool:
        piece = self.project.freight.get(origin)
        if piece is None:
            return False
        alone = replace(scope, requests=(origin,), freight={origin: piece}, found={})
        try:
            return isinstance(evaluate(lookup.text, alone), Struct)
        except ExpressionError:
            return False

    def _scope(self, stage: str) -> Scope | None:
        """What the step sees in a Stage whose slots are all filled; None where a variable fails even then."""
        if stage not in self._scopes:
            self._scopes[stage] = self._seen(stage)
        return self._scopes[stage]

    def _seen(self, stage: str) -> Scope | None:
        try:
            planned = plan(self.project, stage, self.version)
            step = next(step for step in planned.steps if step.alias in self.aliases[stage])
            case = Case(frozenset(planned.requests), planned.requests[0] if planned.requests else "")
            around = surroundings(self.project, planned, case, "")
            around.outputs.update({alias: each.output for alias, each in foreseen(planned).items()})
            return around.scope(step)
        except (NotCreated, ExpressionError, StopIteration):
            return None
