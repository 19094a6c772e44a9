"""A comment that keeps nothing quiet, names no rule, or names one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import INFO, Finding, all_rules, rule
from kargoui.core.lint.suppressions import Comment
from kargoui.core.sentence import Sentence, gettext_noop

_NAMELESS = gettext_noop(
    "This comment names no rule. Write which: # kargoui: ignore RULE[, RULE] and the reason."
)
_UNKNOWN = gettext_noop("There is no rule %(rule)s. Correct the name or remove it.")
_UNUSED = gettext_noop("The rule %(rule)s finds nothing here. Remove it from the comment.")


@rule("unused-suppression", on="suppression", severity=INFO)
def check(comment: Comment, _context: None) -> Iterator[Finding]:
    """What was not asked has no verdict, and neither have rules on comments themselves."""
    if not comment.suppression.rules:
        yield comment.finding(Sentence(_NAMELESS))
    known = all_rules()
    for name in comment.suppression.rules:
        if name not in known:
            yield comment.finding(Sentence(_UNKNOWN, {"rule": name}))
        elif name in comment.asked and name not in comment.quieted and known[name].on != "suppression":
            yield comment.finding(Sentence(_UNUSED, {"rule": name}))
