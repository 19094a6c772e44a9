"""Kargo's expressions: expr-lang 1.17, Kargo's functions and templates, as each Kargo version has them.

    scope = Scope(variables={"vars": {"env": "test"}}, version="1.11", requests=("images",), ...)
    evaluate('vars.env + "!"', scope)             # the bare language
    render("${{ vars.env }}-${{ 1 }}", scope)     # a value of a manifest, coerced as Kargo does

What is not known beforehand is an Unknown; docs/expressions.md has the rest.
"""

from kargoui.core.expr.engine import evaluate
from kargoui.core.expr.errors import ExpressionError
from kargoui.core.expr.scope import FreightPiece, Origin, Scope, StepMeta
from kargoui.core.expr.template import render, render_tree
from kargoui.core.expr.values import Unknown

__all__ = [
    "ExpressionError",
    "FreightPiece",
    "Origin",
    "Scope",
    "StepMeta",
    "Unknown",
    "evaluate",
    "render",
    "render_tree",
]
