"""The output of a step that no promotion has before this one."""

from __future__ import annotations

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.foretold import foretold


@rule("alias-unknown", on="manifest", severity=WARNING, reach="neighbours", since="1.5")
def check(manifest: Manifest, context: Context) -> list[Finding]:
    """What is foreseen of the expressions of a manifest."""
    return foretold("alias-unknown", manifest, context)
