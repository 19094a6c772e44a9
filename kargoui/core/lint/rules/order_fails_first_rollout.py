"""Requested Freight in an order that makes first promotions fail, where another would not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kargoui.core.lint import WARNING, Context, Edit, Finding, Fix, rule
from kargoui.core.manifest.operations import Move
from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate import Rollout

_ORDER = gettext_noop(
    "In the first rollout %(failing)s of %(count)s promotions to this Stage fail, as its Freight comes in "
    "this order. Fewer fail in the order %(order)s."
)
_REORDER = gettext_noop("Request Freight in the order %(order)s")
_REQUESTS: Path = ("spec", "requestedFreight")


@rule("order-fails-first-rollout", on="project", severity=WARNING, reach="project", since="1.8")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """Before 1.8 Kargo took the origins in no order: it ranged over a Go map of them.

    https://github.com/akuity/kargo/blob/v1.7.10/internal/controller/stages/regular_stages.go (autoPromoteFreight)
    """
    promotions = _by_stage(context.first_rollout)
    failing = _by_stage(context.first_rollout, failing=True)
    for name, order in context.better_orders.items():
        params = {"failing": failing[name], "count": promotions[name], "order": ", ".join(order)}
        label = Sentence(_REORDER, {"order": ", ".join(order)})
        moves = _moves([request.origin for request in context.graph.stages[name].requests], order)
        fix = Fix(label, tuple(Edit("Stage", name, move) for move in moves))
        yield Finding(_REQUESTS, Sentence(_ORDER, params), fix, "Stage", name)


def _by_stage(rollout: Rollout, *, failing: bool = False) -> Counter[str]:
    return Counter(
        each.stage for each in rollout.promotions if not failing or each.phase != "Succeeded"
    )


def _moves(now: list[str], order: Sequence[str]) -> Iterator[Move]:
    """The moves that put a list into an order, from its beginning."""
    for to, origin in enumerate(order):
        at = now.index(origin)
        if at != to:
            now.insert(to, now.pop(at))
            yield Move((*_REQUESTS, at), to)
