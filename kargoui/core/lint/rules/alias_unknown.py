"""The output or the status of a step that no promotion has before this one."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.expr.absences import nearest
from kargoui.core.expr.reads import template_reads
from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.foretold import foretold
from kargoui.core.sentence import Sentence, gettext_noop

_STATUS = gettext_noop('status("%(alias)s") is always "": there is no step with this alias here.')
_MEANT = gettext_noop(
    'status("%(alias)s") is always "": there is no step with this alias here. Did you mean %(meant)s?'
)


@rule("alias-unknown", on="manifest", severity=WARNING, reach="neighbours", since="1.5")
def check(manifest: Manifest, context: Context) -> Iterator[Finding]:
    """What is read under an alias that no step has; status() sees the steps beside its own alone."""
    yield from foretold("alias-unknown", manifest, context)
    for expression in manifest.expressions:
        if expression.step is None or expression.step.task is not None or "status(" not in expression.text:
            continue
        asked = template_reads(expression.text, context.version, expression.where).statuses or frozenset()
        known = {step.alias for step in manifest.steps if step.task is None}
        for alias in sorted(asked - known):
            meant = nearest(alias, known)
            said = {"alias": alias, "meant": meant} if meant else {"alias": alias}
            yield Finding(expression.path, Sentence(_MEANT if meant else _STATUS, said))
