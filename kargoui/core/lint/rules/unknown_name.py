"""A variable or another name that is not there: Kargo takes it for nil and goes on."""

from __future__ import annotations

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.foretold import foretold


@rule("unknown-name", on="manifest", severity=WARNING, reach="neighbours", since="1.5")
def check(manifest: Manifest, context: Context) -> list[Finding]:
    """What is foreseen of the expressions of a manifest."""
    return foretold("unknown-name", manifest, context)
