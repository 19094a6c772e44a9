"""`${% %}`, which Kargo before 1.9 takes for text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kargoui.core.lint import WARNING, Context, Edit, Expression, Finding, Fix, rule
from kargoui.core.manifest.operations import Set
from kargoui.core.sentence import Sentence, gettext_noop

_TEXT = gettext_noop(
    "Kargo %(version)s takes ${%% %%} for text: as delimiters of an expression they came with 1.9. Write ${{ "
    "}}."
)
_WRITE = gettext_noop("Write ${{ }} instead of ${% %}")
_EXPRESSION = re.compile(r"\$\{%((?:[^%}]|%(?!\})|\}(?!\}))*)%\}")


@rule("delimiter-unknown-to-version", on="expression", severity=WARNING, until="1.8")
def check(expression: Expression, context: Context) -> Iterator[Finding]:
    """https://github.com/akuity/kargo/blob/v1.9.10/pkg/expressions/json_templates.go."""
    if "${%" not in expression.text or "%}" not in expression.text:
        return
    text = _EXPRESSION.sub(r"${{\1}}", expression.text)
    edit = Edit(expression.manifest.kind, expression.manifest.name, Set(expression.path, text))
    fix = Fix(Sentence(_WRITE), (edit,)) if "${%" not in text else None
    yield Finding(expression.path, Sentence(_TEXT, {"version": context.version}), fix)
