"""Options for auto-promotion in a Stage that no policy promotes automatically."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.pipeline.reading import items, mapping
from kargoui.core.sentence import Sentence, gettext_noop

_NO_POLICY = gettext_noop(
    "No promotion policy enables auto-promotion for this Stage, so nothing is promoted automatically. Add "
    "a policy to the ProjectConfig, or remove these options."
)


@rule("auto-promotion-without-policy", on="stage", severity=WARNING, reach="project", since="1.8")
def check(stage: Manifest, context: Context) -> Iterator[Finding]:
    """Only where a ProjectConfig is there; without one, the policies may be somewhere else."""
    automatic = context.automatic.get(stage.name)
    if not context.of_kind("ProjectConfig") or automatic is None or automatic.enabled:
        return
    for index, request in enumerate(items(stage.at(("spec", "requestedFreight")))):
        if mapping(request, "sources", "autoPromotionOptions"):
            path = ("spec", "requestedFreight", index, "sources", "autoPromotionOptions")
            yield Finding(path, Sentence(_NO_POLICY))
