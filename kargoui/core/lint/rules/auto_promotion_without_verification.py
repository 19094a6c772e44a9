"""Auto-promotion into a Stage that verifies nothing, from which others take Freight at once."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import INFO, Context, Finding, Manifest, rule
from kargoui.core.lint.listing import listed
from kargoui.core.lint.requests import asks_for_soak
from kargoui.core.sentence import Sentence, gettext_noop

_UNVERIFIED = gettext_noop(
    "Freight is promoted here automatically and nothing verifies it: once this Stage is healthy, it counts "
    "as verified for %(stages)s. Add a verification, or a soak time there."
)


@rule("auto-promotion-without-verification", on="stage", severity=INFO, reach="project")
def check(stage: Manifest, context: Context) -> Iterator[Finding]:
    """Stages that promote, with others behind them that ask for no soak time."""
    node = context.graph.stages.get(stage.name)
    if node is None or node.control_flow or node.verification or not context.automatic[stage.name].enabled:
        return
    flow = context.flow
    takers = (
        taker for request in node.requests for taker in flow.takers.get((stage.name, request.origin), ())
    )
    at_once = [name for name, origin in takers if not asks_for_soak(flow.requests[name, origin])]
    if at_once:
        yield Finding(("metadata", "name"), Sentence(_UNVERIFIED, {"stages": listed(at_once)}))
