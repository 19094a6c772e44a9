"""An if that gives something else than true or false: its step is Errored."""

from __future__ import annotations

from kargoui.core.lint import ERROR, Context, Finding, Manifest, rule
from kargoui.core.lint.foretold import foretold


@rule("guard-not-boolean", on="manifest", severity=ERROR, reach="neighbours", since="1.5")
def check(manifest: Manifest, context: Context) -> list[Finding]:
    """What is foreseen of the expressions of a manifest."""
    return foretold("guard-not-boolean", manifest, context)
