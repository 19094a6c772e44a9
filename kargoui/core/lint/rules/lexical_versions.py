"""Lexical over versions: letter by letter 1.9.0 comes after 1.10.0."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.discovery.criteria import LEXICAL
from kargoui.core.lint import WARNING, Context, Finding, rule
from kargoui.core.lint.languages import Automaton, Unanswerable, matching, versions, witness
from kargoui.core.lint.subscribed import Subject, Subscribed, subscribed
from kargoui.core.lint.tag_languages import tags_of
from kargoui.core.sentence import Sentence, gettext_noop

_VERSIONS = gettext_noop(
    "Only versions get past the expressions, and Lexical compares them letter by letter: 1.9.0 is newer than "
    "1.10.0 to it. Choose the strategy SemVer."
)
# Versions with one digit in a place, and with more: where both get past, their order is wrong.
_PLACES = [(rf"^v?(?:\d+\.){{{place}}}\d(?:\D|$)", rf"^v?(?:\d+\.){{{place}}}[1-9]\d+") for place in range(3)]


@rule("lexical-versions", on="subscription", severity=WARNING)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """Every tag that gets past is a version, and not all have as many digits."""
    found = subscribed(subject, context.version)
    if found is None or found.criteria.strategy != LEXICAL or not found.allow:
        return
    try:
        wrong = _selects_versions(found)
    except Unanswerable:
        return
    if wrong:
        yield Finding((*found.path, found.strategy_field), Sentence(_VERSIONS))


def _selects_versions(found: Subscribed) -> bool:
    tags = tags_of(found)
    if tags is None or witness(tags, [matching([versions(None, strict=False)])]) is not None:
        return False
    return any(_lets_in(tags, short) and _lets_in(tags, long) for short, long in _PLACES)


def _lets_in(tags: list[Automaton], pattern: str) -> bool:
    return witness([*tags, matching([pattern])]) is not None
