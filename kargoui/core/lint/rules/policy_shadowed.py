"""A promotion policy for whose Stages earlier ones decide: the first that selects a Stage does."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Edit, Finding, Fix, rule
from kargoui.core.lint.idle_policies import IdlePolicy, idle_policies
from kargoui.core.lint.listing import listed
from kargoui.core.manifest.operations import Remove
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import mapping
from kargoui.core.sentence import Sentence, gettext_noop

_OVERRULED = gettext_noop(
    "This policy decides nothing: earlier ones (%(earlier)s) select %(stages)s too, the first that selects "
    "a Stage decides, and they decide otherwise. Move it up, or remove it."
)
_REPEATED = gettext_noop(
    "This policy decides nothing: earlier ones (%(earlier)s) select %(stages)s too and say the same. "
    "Remove it."
)
_REMOVE = gettext_noop("Remove the policy")


@rule("policy-shadowed", on="project", severity=WARNING, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """Kargo itself refuses a second policy that names the same Stage."""
    for policy in idle_policies(context):
        deciding = [context.automatic[stage.name] for stage in policy.selected]
        if not deciding or any(each.broken for each in deciding) or _is_refused(policy, context):
            continue
        enabled = mapping(context.policies[policy.index]).get("autoPromotionEnabled") is True
        same = all(each.enabled == enabled for each in deciding)
        numbers = sorted({each.policy + 1 for each in deciding if each.policy is not None})
        params = {
            "earlier": listed(map(str, numbers)),
            "stages": listed(each.name for each in policy.selected),
        }
        path: Path = ("spec", "promotionPolicies", policy.index)
        owner = policy.owner
        remove = Fix(Sentence(_REMOVE), (Edit(owner.kind, owner.name, Remove(path)),))
        sentence = Sentence(_REPEATED if same else _OVERRULED, params)
        yield Finding(path, sentence, remove if same else None, owner.kind, owner.name)


def _is_refused(policy: IdlePolicy, context: Context) -> bool:
    names = [_named(each) for each in context.policies[: policy.index + 1]]
    return bool(names[-1]) and names[-1] in names[:-1]


def _named(policy: object) -> object:
    body = mapping(policy)
    return body.get("stage") or mapping(body, "stageSelector").get("name")
