"""A name or an output that the target version still has, and a later one will not."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Expression, Finding, rule
from kargoui.core.lint.vocabulary import named, uses
from kargoui.core.sentence import Sentence, gettext_noop

_DEPRECATED = gettext_noop(
    "%(name)s is deprecated since Kargo %(version)s, and gone from 1.7 on. Use %(instead)s."
)
_NO_OTHER = gettext_noop(
    "%(name)s is deprecated since Kargo %(version)s, and gone from 1.7 on. Read the annotation "
    "org.opencontainers.image.source of the image."
)


@rule("deprecated-name", on="expression", severity=WARNING, reach="neighbours", since="1.5", until="1.6")
def check(expression: Expression, context: Context) -> Iterator[Finding]:
    """Names that the catalog's tables call deprecated; there have been none since 1.7."""
    listed = [(number, use) for number, use in uses(expression, context) if use.deprecated]
    for found in named(expression, context.version, listed):
        params = {"name": found.use.name, "version": found.use.deprecated, "instead": found.use.instead}
        template = _DEPRECATED if found.use.instead else _NO_OTHER
        yield Finding(expression.path, Sentence(template, params), found.fix)
