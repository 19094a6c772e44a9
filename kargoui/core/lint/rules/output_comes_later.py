"""The output of a step that runs later, or of the step itself."""

from __future__ import annotations

from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.foretold import foretold


@rule("output-comes-later", on="manifest", severity=WARNING, reach="neighbours", since="1.5")
def check(manifest: Manifest, context: Context) -> list[Finding]:
    """What is foreseen of the expressions of a manifest."""
    return foretold("output-comes-later", manifest, context)
