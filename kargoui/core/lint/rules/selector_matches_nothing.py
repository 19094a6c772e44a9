"""A promotion policy for Stages that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, rule
from kargoui.core.lint.idle_policies import idle_policies
from kargoui.core.pipeline.reading import mapping
from kargoui.core.sentence import Sentence, gettext_noop

_NOTHING = gettext_noop("This policy selects no Stage. Correct what it selects by, or remove it.")


@rule("selector-matches-nothing", on="project", severity=WARNING, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """At the selector, or the name of the Stage."""
    for policy in idle_policies(context):
        if not policy.selected:
            body = mapping(context.policies[policy.index])
            key = "stageSelector" if body.get("stageSelector") is not None else "stage"
            path = ("spec", "promotionPolicies", policy.index, key)
            yield Finding(path, Sentence(_NOTHING), kind=policy.owner.kind, name=policy.owner.name)
