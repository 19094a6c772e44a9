"""Lexical over tags that begin differently: those of one beginning come before all others, for good."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kargoui.core.discovery.criteria import LEXICAL
from kargoui.core.lint import WARNING, Context, Finding, rule
from kargoui.core.lint.languages import prefixes
from kargoui.core.lint.subscribed import Subject, subscribed
from kargoui.core.sentence import Sentence, gettext_noop

_MIXED = gettext_noop(
    "Lexical compares tags letter by letter, so every tag that begins with %(first)s comes before all that "
    "begin with %(others)s: these are selected only while there are none of the former. Make a subscription, "
    "in a Warehouse of its own, for each."
)


@rule("lexical-mixed-prefixes", on="subscription", severity=WARNING)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """Beginnings of which none begins another."""
    found = subscribed(subject, context.version)
    if found is None or found.criteria.strategy != LEXICAL or not found.allow:
        return
    if not all(each.compiles for each in found.allow):
        return
    beginnings = sorted({text for each in found.allow for text in prefixes(each.regex)}, reverse=True)
    apart = not any(one.startswith(other) for one, other in pairwise(beginnings))
    if len(beginnings) > 1 and apart:
        first, *others = beginnings
        sentence = Sentence(_MIXED, {"first": first, "others": ", ".join(others)})
        yield Finding((*found.path, found.strategy_field), sentence)
