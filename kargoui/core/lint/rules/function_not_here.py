"""A function that there is not, or not in this place."""

from __future__ import annotations

from kargoui.core.lint import ERROR, Context, Finding, Manifest, rule
from kargoui.core.lint.foretold import foretold


@rule("function-not-here", on="manifest", severity=ERROR, reach="neighbours", since="1.5")
def check(manifest: Manifest, context: Context) -> list[Finding]:
    """What is foreseen of the expressions of a manifest."""
    return foretold("function-not-here", manifest, context)
