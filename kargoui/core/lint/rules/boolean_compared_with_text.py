"""A variable that Kargo has made a boolean of, compared with a text: they are never equal."""

from __future__ import annotations

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.foretold import foretold


@rule("boolean-compared-with-text", on="manifest", severity=WARNING, reach="neighbours", since="1.5")
def check(manifest: Manifest, context: Context) -> list[Finding]:
    """What is foreseen of comparisons with "true" and "false"."""
    return foretold("boolean-compared-with-text", manifest, context)
