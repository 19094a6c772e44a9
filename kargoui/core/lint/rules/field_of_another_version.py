"""A field or kind that the target version does not know, and another version does."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.lifetimes import Lifetime, field_lifetime, lifetime
from kargoui.core.lint.replacements import replaced
from kargoui.core.manifest.problems import named
from kargoui.core.sentence import Sentence, gettext_noop

_GONE = gettext_noop("Kargo %(version)s has no %(field)s any more, which was there until %(until)s.")
_GONE_NOTE = gettext_noop(
    "Kargo %(version)s has no %(field)s any more, which was there until %(until)s: %(note)s."
)
_NOT_YET = gettext_noop("Kargo %(version)s has no %(field)s yet: it came with %(since)s.")


@rule("field-of-another-version", on="manifest", severity=WARNING)
def check(manifest: Manifest, context: Context) -> Iterator[Finding]:
    """What is unknown to the target version, as far as some version knows it."""
    version = context.version
    for problem in context.problems.get((manifest.kind, manifest.name), ()):
        path = problem.path[len(manifest.path) :]
        if problem.rule == "unknown-field":
            found = field_lifetime(manifest, path)
            fix = replaced(manifest, path, version) if found and found.gone(version) else None
        elif problem.rule == "unknown-kind" and path == ("kind",):
            found, fix = lifetime("kinds", manifest.kind), None
        else:
            continue
        if found is not None:
            what = manifest.kind if path == ("kind",) else named(path)
            yield Finding(path, _sentence(found, what, version), fix)


def _sentence(found: Lifetime, field: str, version: str) -> Sentence:
    params = {"field": field, "version": version, "since": found.since, "until": found.until}
    if not found.gone(version):
        return Sentence(_NOT_YET, params)
    return Sentence(_GONE_NOTE, {**params, "note": found.note}) if found.note else Sentence(_GONE, params)
