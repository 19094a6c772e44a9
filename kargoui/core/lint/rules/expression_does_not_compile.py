"""An expression that expr-lang refuses: Kargo fails the step that holds it."""

from __future__ import annotations

from kargoui.core.lint import ERROR, Context, Finding, Manifest, rule
from kargoui.core.lint.foretold import foretold


@rule("expression-does-not-compile", on="manifest", severity=ERROR, reach="neighbours")
def check(manifest: Manifest, context: Context) -> list[Finding]:
    """What is foreseen of the expressions of a manifest."""
    return foretold("expression-does-not-compile", manifest, context)
