"""A comment that keeps findings quiet and does not say why."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import INFO, Finding, rule
from kargoui.core.lint.suppressions import Comment
from kargoui.core.sentence import Sentence, gettext_noop

_NO_REASON = gettext_noop("This comment does not say why it keeps %(rules)s quiet. Add the reason behind it.")


@rule("suppression-without-reason", on="suppression", severity=INFO)
def check(comment: Comment, _context: None) -> Iterator[Finding]:
    """A comment with rules, and nothing behind them."""
    if comment.suppression.rules and not comment.suppression.reason:
        params: dict[str, object] = {"rules": ", ".join(comment.suppression.rules)}
        yield comment.finding(Sentence(_NO_REASON, params))
