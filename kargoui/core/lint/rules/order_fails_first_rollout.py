"""Requested Freight in an order that makes first promotions fail, where another would not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kargoui.core.lint import WARNING, Context, Edit, Finding, Fix, rule
from kargoui.core.manifest.operations import Move
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.groups import Group
from kargoui.core.remembered import Remembered
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate import Case, Cases, Rollout, better_orders, rollout

_ORDER = gettext_noop(
    "In the first rollout %(failing)s of %(count)s promotions to this Stage fail, as its Freight comes in "
    "this order. Fewer fail in the order %(order)s."
)
_REORDER = gettext_noop("Request Freight in the order %(order)s")
_REQUESTS: Path = ("spec", "requestedFreight")
_better: Remembered[dict[str, tuple[str, ...]]] = Remembered(2048)


@rule("order-fails-first-rollout", on="project", severity=WARNING, reach="project", since="1.8")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """Before 1.8 Kargo took the origins in no order: it ranged over a Go map of them.

    autoPromoteFreight in https://github.com/akuity/kargo/blob/v1.7.10/internal/controller/stages/regular_stages.go
    """
    for group in context.graph.groups:
        yield from _in_group(group, context)


def _in_group(group: Group, context: Context) -> Iterator[Finding]:
    stages = [node.name for node in group.nodes]
    there = [origin in context.project.warehouses for origin in group.origins]
    sources = (*group.nodes, *map(context.cases.get, stages), *there)
    for name, order in _better.of(sources, _orders, stages, context).items():
        found = context.cases[name]
        text = ", ".join(order)
        params = {"failing": _failing(found), "count": len(found.origins), "order": text}
        moves = _moves([request.origin for request in context.graph.stages[name].requests], order)
        fix = Fix(Sentence(_REORDER, {"order": text}), tuple(Edit("Stage", name, move) for move in moves))
        yield Finding(_REQUESTS, Sentence(_ORDER, params), fix, "Stage", name)


def _orders(stages: list[str], context: Context) -> dict[str, tuple[str, ...]]:
    def rolled_out(orders: Mapping[str, Sequence[str]]) -> Rollout:
        return rollout(context.project, context.version, orders=orders, known=context.cases, stages=stages)

    return better_orders({name: context.cases[name] for name in stages if name in context.cases}, rolled_out)


def _failing(found: Cases) -> int:
    """How many promotions fail while the slots fill in their order."""
    cases = (
        Case(frozenset(found.origins[: place + 1]), target) for place, target in enumerate(found.origins)
    )
    return sum(found.end(case).phase != "Succeeded" for case in cases)


def _moves(now: list[str], order: Sequence[str]) -> Iterator[Move]:
    """The moves that put a list into an order, from its beginning."""
    for to, origin in enumerate(order):
        at = now.index(origin)
        if at != to:
            now.insert(to, now.pop(at))
            yield Move((*_REQUESTS, at), to)
