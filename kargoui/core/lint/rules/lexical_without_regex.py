"""Lexical over every tag: one that begins with a letter comes before every date."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.discovery.criteria import LEXICAL
from kargoui.core.lint import WARNING, Context, Finding, rule
from kargoui.core.lint.subscribed import ALLOW, Subject, subscribed
from kargoui.core.sentence import Sentence, gettext_noop

_ALL = gettext_noop(
    "Lexical compares tags letter by letter, and letters come after digits: any tag such as latest or test-1 "
    "is newer than every date. Say with %(field)s which tags count."
)


@rule("lexical-without-regex", on="subscription", severity=WARNING)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """Kargo's own documentation asks for an expression beside it."""
    found = subscribed(subject, context.version)
    if found is not None and found.criteria.strategy == LEXICAL and not found.criteria.allow:
        field = ALLOW if found.criteria.since("1.9") else "allowTags"
        yield Finding((*found.path, found.strategy_field), Sentence(_ALL, {"field": field}))
