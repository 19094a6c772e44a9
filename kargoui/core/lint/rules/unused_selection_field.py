"""A field of a subscription that its selection strategy never looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kargoui.core.discovery.criteria import (
    DIGEST,
    LEXICAL,
    NEWEST_BUILD,
    NEWEST_FROM_BRANCH,
    NEWEST_TAG,
    SEMVER,
)
from kargoui.core.lint import WARNING, Context, Finding, rule
from kargoui.core.lint.subscribed import ALLOW, IGNORE, Subject, subscribed
from kargoui.core.sentence import Sentence, gettext_noop

_UNUSED = gettext_noop(
    "%(strategy)s does not look at %(field)s: it changes nothing here. Remove it, or choose a strategy that "
    "does: %(strategies)s."
)
_TAGS: Final = (ALLOW, IGNORE, "allowTags", "ignoreTags")
# By kind and field, the strategies that look at it.
_READ: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "image": {
        "constraint": (SEMVER, DIGEST),
        "semverConstraint": (SEMVER, DIGEST),
        "strictSemvers": (SEMVER,),
        **dict.fromkeys(_TAGS, (SEMVER, LEXICAL, NEWEST_BUILD)),
        "cacheByTag": (SEMVER, LEXICAL, NEWEST_BUILD),
    },
    "git": {
        "branch": (NEWEST_FROM_BRANCH,),
        "since": (NEWEST_FROM_BRANCH,),
        "semverConstraint": (SEMVER,),
        "strictSemvers": (SEMVER,),
        **dict.fromkeys(_TAGS, (SEMVER, LEXICAL, NEWEST_TAG)),
    },
}
_DEFAULTS: Final[Mapping[str, object]] = {"strictSemvers": True, "cacheByTag": False}  # said by the cluster


@rule("unused-selection-field", on="subscription", severity=WARNING)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """https://github.com/akuity/kargo/tree/v1.11.2/pkg/image, and pkg/controller/git/commit beside it."""
    found = subscribed(subject, context.version)
    if found is None:
        return
    strategy = found.criteria.strategy
    known = context.catalog.subscriptions[found.kind].fields
    for field, strategies in _READ.get(found.kind, {}).items():
        value = found.body.get(field)
        if value in (None, "", []) or value is _DEFAULTS.get(field, ...) or field not in known:
            continue
        if strategy not in strategies:
            params = {"strategy": strategy, "field": field, "strategies": ", ".join(strategies)}
            yield Finding((*found.path, field), Sentence(_UNUSED, params))
