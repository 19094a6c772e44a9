"""Stages that get the same Freight from one another in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, rule
from kargoui.core.lint.requests import requests_of
from kargoui.core.pipeline.flow import Slot
from kargoui.core.sentence import Sentence, gettext_noop

_CLOSED = gettext_noop(
    "Freight from %(origin)s would have to go in a circle, and gets into it nowhere: %(circle)s. Let one "
    "of these Stages request it from its Warehouse, or from a Stage outside of the circle."
)
_OPEN = gettext_noop(
    "Freight from %(origin)s can go in a circle: %(circle)s. Take one of these Stages out of the sources "
    "of the next."
)


@rule("stage-cycle", on="project", severity=WARNING, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """One finding a circle, where its first Stage names the one before it."""
    order = {stage.name: place for place, stage in enumerate(context.of_kind("Stage"))}
    for found in context.flow.circles:
        backwards = _from_first(found, order)
        stage, origin = backwards[0]
        names = [name for name, _ in reversed(backwards)]
        before = names[-2] if len(names) > 1 else stage
        path = next(
            (*sources, "stages", request.stages.index(before))
            for sources, request in requests_of(context.manifests["Stage", stage], context)
            if request.origin == origin and before in request.stages
        )
        closed = context.flow.arriving.isdisjoint(found)
        params = {"origin": origin, "circle": " → ".join([stage, *names])}
        yield Finding(path, Sentence(_CLOSED if closed else _OPEN, params), kind="Stage", name=stage)


def _from_first(circle: tuple[Slot, ...], order: dict[str, int]) -> list[Slot]:
    start = min(range(len(circle)), key=lambda place: order[circle[place][0]])
    return [*circle[start:], *circle[:start]]
