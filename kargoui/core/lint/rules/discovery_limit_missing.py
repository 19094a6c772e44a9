"""A subscription that leaves it to Kargo how much is discovered."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.discovery.criteria import DIGEST
from kargoui.core.lint import INFO, Context, Edit, Finding, Fix, rule
from kargoui.core.lint.subscribed import Subject, subscribed
from kargoui.core.manifest.operations import Set
from kargoui.core.pipeline.subscriptions import DEFAULT_LIMIT
from kargoui.core.sentence import Sentence, gettext_noop

_MISSING = gettext_noop(
    "How many are discovered here is not said, so it is the newest %(limit)s. Say it with discoveryLimit."
)
_SAY = gettext_noop("Say what is so now: discoveryLimit %(limit)s")


@rule("discovery-limit-missing", on="subscription", severity=INFO)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """No limit, where one would count: Digest looks at one tag alone."""
    found = subscribed(subject, context.version)
    if found is None or found.criteria.strategy == DIGEST or found.body.get("discoveryLimit") is not None:
        return
    params = {"limit": DEFAULT_LIMIT}
    edit = Edit("Warehouse", found.manifest.name, Set((*found.path, "discoveryLimit"), DEFAULT_LIMIT))
    yield Finding(found.path, Sentence(_MISSING, params), Fix(Sentence(_SAY, params), (edit,)))
