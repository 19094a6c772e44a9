"""A call of a function that the target version does not have there, or not in that form."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from kargoui.core.catalog import VERSIONS
from kargoui.core.expr.functions import functions_of
from kargoui.core.expr.signatures import BUILTIN_NAMES
from kargoui.core.lint import ERROR, Context, Expression, Finding, rule
from kargoui.core.lint.lifetimes import lifetime
from kargoui.core.lint.rewriting import Words, expressions_of
from kargoui.core.lint.vocabulary import metadata_by_key, named
from kargoui.core.sentence import Sentence, gettext_noop

_NOT_YET = gettext_noop("Kargo %(version)s has no function %(name)s yet: it came with %(since)s.")
_NOT_HERE = gettext_noop("Kargo %(version)s has no function %(name)s in this place, only in: %(places)s.")
_NEVER = gettext_noop("Kargo has no function %(name)s.")
_MISSPELT = gettext_noop("Kargo has no function %(name)s. Did you mean %(suggestion)s?")
_KEY = gettext_noop(
    "From Kargo 1.10 on freightMetadata takes no second argument. Read the key of what it gives: %(instead)s."
)
_CALL = re.compile(r"[A-Za-z_]\w*(?=\s*\()")


@rule("function-unknown-to-version", on="expression", severity=ERROR)
def check(expression: Expression, context: Context) -> Iterator[Finding]:
    """What is called and is no function there fails as soon as it is evaluated."""
    version = context.version
    if VERSIONS.index(version) >= VERSIONS.index("1.10"):
        for found in named(expression, version, metadata_by_key(expression, version)):
            yield Finding(expression.path, Sentence(_KEY, {"instead": found.use.instead}), found.fix)
    known = functions_of(version, expression.where).names | BUILTIN_NAMES
    called = {name for name in _CALL.findall(expression.text) if name not in known}
    if not called:
        return
    for source in expressions_of(expression.text, version):
        words = Words(source)
        for name in sorted(called):
            if any(words.arguments(place) for place in words.names(name)):
                yield Finding(expression.path, _sentence(name, known, context))


def _sentence(name: str, known: frozenset[str], context: Context) -> Sentence:
    found = lifetime("functions", name)
    params: dict[str, object] = {"name": name, "version": context.version}
    here = context.catalog.functions.get(name)
    if here is not None:
        return Sentence(_NOT_HERE, {**params, "places": ", ".join(here.where.split())})
    if found is not None:
        return Sentence(_NOT_YET, {**params, "since": found.since})
    close = difflib.get_close_matches(name, sorted(known), 1, 0.75)
    return Sentence(_MISSPELT, {**params, "suggestion": close[0]}) if close else Sentence(_NEVER, params)
