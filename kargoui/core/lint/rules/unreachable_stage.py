"""A Stage that no Freight can ever get to, although all that it names as sources is there."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, rule
from kargoui.core.lint.listing import listed
from kargoui.core.pipeline import StageNode
from kargoui.core.sentence import Sentence, gettext_noop

_UNREACHABLE = gettext_noop("No Freight can ever get here: %(sources)s never pass any on to this Stage.")
_BEHIND = gettext_noop(
    "No Freight can ever get here: %(sources)s never pass any on to this Stage. So none gets to %(behind)s."
)


@rule("unreachable-stage", on="project", severity=WARNING, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """The first Stages that get nothing, with those behind them.

    Where something that a Stage names is not there, or Freight goes in a circle, that has a finding already.
    """
    flow = context.flow
    reached = {stage for stage, _ in flow.arriving}
    explained = {stage for circle in flow.circles for stage, _ in circle}
    explained |= {node.name for node in flow.stages.values() if _names_what_is_missing(node, context)}
    cut_off = [node for node in flow.stages.values() if node.requests and node.name not in reached]
    silent = {node.name for node in cut_off} - explained
    for node in cut_off:
        upstream = [stage for request in node.requests for stage in request.stages]
        if node.name in silent and silent.isdisjoint(upstream):
            behind = [name for name in _behind(node.name, context) if name not in reached]
            params = {"sources": listed(upstream), "behind": listed(behind)}
            sentence = Sentence(_BEHIND if behind else _UNREACHABLE, params)
            yield Finding(("spec", "requestedFreight"), sentence, kind="Stage", name=node.name)


def _names_what_is_missing(node: StageNode, context: Context) -> bool:
    return any(
        stage not in context.flow.stages for request in node.requests for stage in request.stages
    ) or any(
        context.graph.warehouses[request.origin].missing
        for request in node.requests
        if request.direct and request.origin
    )


def _behind(stage: str, context: Context) -> list[str]:
    """The Stages that take Freight from a Stage, or from those that do."""
    found: dict[str, None] = {}
    waiting = [stage]
    while waiting:
        name = waiting.pop(0)
        for request in context.flow.stages[name].requests:
            for taker, _ in context.flow.takers.get((name, request.origin), ()):
                if taker not in found and taker != stage:
                    found[taker] = None
                    waiting.append(taker)
    return list(found)
