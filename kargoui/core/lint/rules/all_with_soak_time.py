"""The strategy All with a soak time, for Freight that soaks in other Stages on its way as well."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.listing import listed
from kargoui.core.lint.requests import asks_for_soak, requests_of
from kargoui.core.pipeline import Request
from kargoui.core.sentence import Sentence, gettext_noop

_BLOCKED = gettext_noop(
    "Freight from %(origin)s that has soaked for %(soak)s in %(others)s too is never found available here: "
    "with All, Kargo wants the Stages that it has soaked in to be the listed ones and no others. Use All "
    "without a soak time, or OneOf with it."
)


@rule("all-with-soak-time", on="stage", severity=WARNING, reach="project")
def check(stage: Manifest, context: Context) -> Iterator[Finding]:
    """Requests whose Freight comes through a Stage that is not listed and promotes it too.

    ListFreightFromWarehouse compares the listed Stages with all in which Freight has soaked:
    https://github.com/akuity/kargo/blob/v1.11.2/pkg/api/warehouse.go
    """
    for sources, request in requests_of(stage, context):
        if request.direct or request.availability != "All" or not asks_for_soak(request):
            continue
        others = _others(request, context)
        if others:
            path = (*sources, "availabilityStrategy")
            params = {"origin": request.origin, "soak": request.soak, "others": listed(others)}
            yield Finding(path, Sentence(_BLOCKED, params))


def _others(request: Request, context: Context) -> list[str]:
    flow = context.flow
    slots = ((name, request.origin) for name in request.stages)
    before = [name for slot in slots if slot in flow.requests for name in flow.promoted_before(slot)]
    return [name for name in before if name not in request.stages]
