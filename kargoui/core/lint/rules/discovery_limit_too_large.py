"""A limit that sends a registry more requests than anybody needs the answers of."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.discovery.criteria import LEXICAL, SEMVER
from kargoui.core.lint import INFO, Context, Finding, rule
from kargoui.core.lint.intervals import HOUR, asked_every
from kargoui.core.lint.subscribed import Subject, subscribed
from kargoui.core.sentence import Sentence, gettext_noop

MOST_AN_HOUR = 600
_MANY = gettext_noop(
    "Each discovery asks the registry about every image that it keeps: with discoveryLimit %(limit)s at "
    "least %(requests)s requests an hour. Lower it, raise interval, or set cacheByTag where no tag ever "
    "moves."
)
_MANY_UNCACHED = gettext_noop(
    "Each discovery asks the registry about every image that it keeps: with discoveryLimit %(limit)s at "
    "least %(requests)s requests an hour. Lower it, or raise interval."
)


@rule("discovery-limit-too-large", on="subscription", severity=INFO)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """More than MOST_AN_HOUR requests an hour for one image, which are what its limit costs.

    https://github.com/akuity/kargo/blob/v1.11.2/pkg/image/tag_based_selector.go (getImagesByTags): one by
    one, and with cacheByTag each tag but once. Charts and commits cost the same whatever the limit, and for
    NewestBuild it comes too late.
    """
    found = subscribed(subject, context.version)
    if found is None or found.kind != "image" or found.criteria.strategy not in (SEMVER, LEXICAL):
        return
    caches = found.criteria.since("1.9")
    if caches and found.body.get("cacheByTag") is True:
        return
    requests = found.criteria.limit * HOUR // asked_every(found.manifest, context.version)
    if requests > MOST_AN_HOUR:
        params: dict[str, object] = {"limit": found.criteria.limit, "requests": requests}
        yield Finding((*found.path, "discoveryLimit"), Sentence(_MANY if caches else _MANY_UNCACHED, params))
