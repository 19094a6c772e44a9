"""Digest without the tag that it is to follow, which Kargo before 1.7 accepts."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.discovery.criteria import DIGEST
from kargoui.core.lint import ERROR, Context, Finding, rule
from kargoui.core.lint.subscribed import Subject, subscribed
from kargoui.core.sentence import Sentence, gettext_noop

_NAMELESS = gettext_noop(
    "Digest follows one tag, and semverConstraint does not name it, so discovery fails. Name the tag there; "
    "before 1.7 Kargo lets only tags in that read like versions, such as 1.26."
)


@rule("digest-without-tag", on="subscription", severity=ERROR, until="1.6")
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """From 1.7 on the API server and the webhook refuse it (missing-field).

    https://github.com/akuity/kargo/blob/v1.6.4/internal/image/digest_selector.go
    """
    found = subscribed(subject, context.version)
    if found is not None and found.criteria.strategy == DIGEST and not found.criteria.constraint:
        yield Finding((*found.path, found.strategy_field), Sentence(_NAMELESS))
