"""An expression that can only fail: it reads a part of nil, or gives an operator what it cannot take."""

from __future__ import annotations

from kargoui.core.lint import ERROR, Context, Finding, Manifest, rule
from kargoui.core.lint.foretold import foretold


@rule("nil-access", on="manifest", severity=ERROR, reach="neighbours", since="1.5")
def check(manifest: Manifest, context: Context) -> list[Finding]:
    """What is foreseen of the expressions of a manifest."""
    return foretold("nil-access", manifest, context)
