"""NewestBuild over every tag of a repository: it asks the registry about each of them, each time."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.discovery.criteria import NEWEST_BUILD
from kargoui.core.lint import WARNING, Context, Finding, rule
from kargoui.core.lint.subscribed import ALLOW, Subject, subscribed
from kargoui.core.sentence import Sentence, gettext_noop

_ALL = gettext_noop(
    "NewestBuild asks the registry when each tag was built, one by one and whatever discoveryLimit says, and "
    "nothing says which tags count here. Name them with %(field)s."
)


@rule("newest-build-without-regex", on="subscription", severity=WARNING)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """https://github.com/akuity/kargo/blob/v1.11.2/pkg/image/newest_build_selector.go (getImagesByTags)."""
    found = subscribed(subject, context.version)
    if found is not None and found.criteria.strategy == NEWEST_BUILD and not found.criteria.allow:
        field = ALLOW if found.criteria.since("1.9") else "allowTags"
        yield Finding((*found.path, found.strategy_field), Sentence(_ALL, {"field": field}))
