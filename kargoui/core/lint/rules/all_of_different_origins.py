"""All upstream Stages must have verified the Freight, but to some of them it never gets."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.listing import listed
from kargoui.core.lint.requests import requests_of
from kargoui.core.sentence import Sentence, gettext_noop

_NEVER_ALL = gettext_noop(
    "Freight from %(origin)s never gets to %(stages)s, so it is never verified in all of these Stages and "
    "never available here. Request it there, or remove what does not get it from the list."
)


@rule("all-of-different-origins", on="stage", severity=WARNING, reach="project")
def check(stage: Manifest, context: Context) -> Iterator[Finding]:
    """Requests with the strategy All, to some of whose upstream Stages, not all, Freight never gets."""
    flow = context.flow
    for sources, request in requests_of(stage, context):
        if request.direct or request.availability != "All":
            continue
        there = [upstream for upstream in dict.fromkeys(request.stages) if upstream in flow.stages]
        lacking = [upstream for upstream in there if (upstream, request.origin) not in flow.arriving]
        if 0 < len(lacking) < len(there):
            path = (*sources, "availabilityStrategy")
            yield Finding(path, Sentence(_NEVER_ALL, {"origin": request.origin, "stages": listed(lacking)}))
