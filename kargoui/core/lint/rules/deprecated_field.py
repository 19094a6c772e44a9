"""A field that the target version still knows, and a later one will not."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.catalog import VERSIONS
from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.lifetimes import deprecated_fields
from kargoui.core.lint.replacements import replaced
from kargoui.core.manifest.problems import named
from kargoui.core.sentence import Sentence, gettext_noop

_DEPRECATED = gettext_noop("%(field)s is deprecated since Kargo %(version)s: %(note)s.")
_OF_RULES = ("allowTags", "ignoreTags")  # from 1.11 on: allow-tags-removed, unused-selection-field


@rule("deprecated-field", on="manifest", severity=WARNING)
def check(manifest: Manifest, context: Context) -> Iterator[Finding]:
    """Fields of specs, of the configs of steps and of subscriptions, as the catalog's tables say."""
    for path, field in deprecated_fields(manifest, context.version):
        if path[-1] in _OF_RULES and VERSIONS.index(context.version) >= VERSIONS.index("1.11"):
            continue
        params = {"field": named(path), "version": field.deprecated, "note": field.note}
        yield Finding(path, Sentence(_DEPRECATED, params), replaced(manifest, path, context.version))
