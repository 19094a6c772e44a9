"""A name or an output that only other versions have: nil here, and what is read of nil fails."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Expression, Finding, rule
from kargoui.core.lint.vocabulary import Use, named, uses
from kargoui.core.sentence import Sentence, gettext_noop

_NOT_YET = gettext_noop("Kargo %(version)s has no %(name)s yet: it came with %(since)s, and is nil here.")
_GONE = gettext_noop("Kargo %(version)s has no %(name)s any more, which was there until %(until)s.")
_INSTEAD = gettext_noop(
    "Kargo %(version)s has no %(name)s any more, which was there until %(until)s. Use %(instead)s."
)


@rule("name-unknown-to-version", on="expression", severity=WARNING, reach="neighbours")
def check(expression: Expression, context: Context) -> Iterator[Finding]:
    """What the catalog's tables have for another version alone."""
    listed = [(number, use) for number, use in uses(expression, context) if not use.deprecated]
    for found in named(expression, context.version, listed):
        yield Finding(expression.path, _sentence(found.use, context.version), found.fix)


def _sentence(use: Use, version: str) -> Sentence:
    known = use.lifetime
    params = {"name": use.name, "version": version, "since": known.since, "until": known.until}
    if not known.gone(version):
        return Sentence(_NOT_YET, params)
    return Sentence(_INSTEAD, {**params, "instead": use.instead}) if use.instead else Sentence(_GONE, params)
