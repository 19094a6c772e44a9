"""A soak time in a control-flow Stage, which Freight is never in."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import ERROR, Context, Finding, Manifest, rule
from kargoui.core.lint.listing import listed
from kargoui.core.lint.requests import asks_for_soak, requests_of
from kargoui.core.sentence import Sentence, gettext_noop

_NEVER = gettext_noop(
    "This soak time never ends, so Kargo refuses every promotion: %(stages)s has no steps, and Freight is "
    "never in such a control-flow Stage. Ask for the soak time where that Stage requests the Freight."
)


@rule("soak-never-ends", on="stage", severity=ERROR, reach="neighbours")
def check(stage: Manifest, context: Context) -> Iterator[Finding]:
    """Requests for which a control-flow Stage would have to be soaked in: each of All, else all there are."""
    stages = context.flow.stages
    for sources, request in requests_of(stage, context):
        if request.direct or not request.stages or not asks_for_soak(request):
            continue
        only_passing = [name for name in request.stages if name in stages and stages[name].control_flow]
        if only_passing and (request.availability == "All" or len(only_passing) == len(request.stages)):
            path = (*sources, "requiredSoakTime")
            yield Finding(path, Sentence(_NEVER, {"stages": listed(only_passing)}))
