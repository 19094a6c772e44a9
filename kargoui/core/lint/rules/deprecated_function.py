"""A call of a function in a form that a later version refuses."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Expression, Finding, rule
from kargoui.core.lint.vocabulary import metadata_by_key, named
from kargoui.core.sentence import Sentence, gettext_noop

_KEY = gettext_noop(
    "The second argument of freightMetadata is deprecated since Kargo 1.8, and refused from 1.10 on. Read "
    "the key of what it gives: %(instead)s."
)


@rule("deprecated-function", on="expression", severity=WARNING, since="1.8", until="1.9")
def check(expression: Expression, context: Context) -> Iterator[Finding]:
    """No function has been deprecated as a whole; the one parameter that was is that of freightMetadata."""
    for found in named(expression, context.version, metadata_by_key(expression, context.version)):
        sentence = Sentence(_KEY, {"instead": found.use.instead})
        yield Finding(expression.path, sentence, found.fix)
