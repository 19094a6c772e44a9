"""MatchUpstream where the upstream Stage is a control-flow Stage, which has no Freight to match."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.requests import requests_of
from kargoui.core.sentence import Sentence, gettext_noop

_NOTHING = gettext_noop(
    "%(upstream)s has no steps, so no Freight is ever in it and there is none to match: nothing is "
    "promoted automatically. Name the Stage before it, or use NewestFreight."
)


@rule("match-upstream-misuse", on="stage", severity=WARNING, reach="neighbours", since="1.8")
def check(stage: Manifest, context: Context) -> Iterator[Finding]:
    """What Kargo's webhook does not refuse: it looks at the number of upstream Stages, not at what they are.

    https://github.com/akuity/kargo/blob/v1.11.2/pkg/api/stage.go (ListFreightAvailableToStage)
    """
    stages = context.flow.stages
    for sources, request in requests_of(stage, context):
        if request.selection != "MatchUpstream" or request.direct or len(request.stages) != 1:
            continue
        upstream = request.stages[0]
        if upstream in stages and stages[upstream].control_flow:
            path = (*sources, "autoPromotionOptions", "selectionPolicy")
            yield Finding(path, Sentence(_NOTHING, {"upstream": upstream}))
