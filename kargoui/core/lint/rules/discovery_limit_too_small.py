"""A limit that leaves out what the subscription is there to find."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.discovery.criteria import DIGEST, NEWEST_BUILD, SEMVER
from kargoui.core.lint import WARNING, Context, Finding, rule
from kargoui.core.lint.languages import covers_several_minors, disjoint_groups
from kargoui.core.lint.subscribed import Subject, Subscribed, subscribed
from kargoui.core.pipeline.reading import mapping
from kargoui.core.sentence import Sentence, gettext_noop

FEW = 2
_ALTERNATIVES = gettext_noop(
    "The constraint has %(count)s alternatives, and discoveryLimit %(limit)s keeps the newest of all "
    "together: of the lowest nothing is discovered. Allow %(count)s or more."
)
_BY_HAND = gettext_noop(
    "Freight of this Warehouse is made by hand, and discoveryLimit 1 leaves nothing to choose from but the "
    "newest. Allow more."
)
_NO_SAVING = gettext_noop(
    "NewestBuild asks the registry about every tag, whatever the limit: discoveryLimit %(limit)s saves no "
    "request, and only leaves less to choose from. Allow more."
)
_WIDE = gettext_noop(
    "discoveryLimit %(limit)s keeps the newest %(limit)s of all the versions that the constraint lets in: no "
    "earlier one can be chosen, to go back to or to mend. Allow more."
)


@rule("discovery-limit-too-small", on="subscription", severity=WARNING)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """Fewer than the alternatives of the constraint, or so few that nothing is left to choose."""
    found = subscribed(subject, context.version)
    if found is None or not isinstance(found.body.get("discoveryLimit"), int):
        return
    sentence = _sentence(found)
    if sentence is not None:
        yield Finding((*found.path, "discoveryLimit"), sentence)


def _sentence(found: Subscribed) -> Sentence | None:
    limit, strategy, constraints = found.criteria.limit, found.criteria.strategy, found.constraints
    alternatives = disjoint_groups(constraints) if constraints is not None else 0
    if strategy == DIGEST:
        return None
    if alternatives > limit:
        return Sentence(_ALTERNATIVES, {"count": alternatives, "limit": limit})
    if limit == 1 and mapping(found.manifest.data, "spec").get("freightCreationPolicy") == "Manual":
        return Sentence(_BY_HAND)
    if limit > FEW:
        return None
    if strategy == NEWEST_BUILD:
        return Sentence(_NO_SAVING, {"limit": limit})
    if strategy == SEMVER and not alternatives > 1 and covers_several_minors(constraints):
        return Sentence(_WIDE, {"limit": limit})
    return None
