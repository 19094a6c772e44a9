"""Sources into programs, compiled once, and programs into values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kargoui.core.expr.checker import check
from kargoui.core.expr.compiler import Compiler
from kargoui.core.expr.errors import ExpressionError, Fault, positioned
from kargoui.core.expr.functions import BARE, functions_of
from kargoui.core.expr.gotypes import UNKNOWN, Nature
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.optimizer import optimize
from kargoui.core.expr.parser import parse
from kargoui.core.expr.run import Run
from kargoui.core.expr.scope import Scope
from kargoui.core.expr.values import UnknownValue

_CACHED = 4096
_LONGEST = 100_000
_TOO_DEEP = "expression nests too deeply"


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled expression; `nature` is what is known of its value before it runs."""

    source: str
    tree: Node
    evaluate: Callable[[Run], object]
    nature: Nature


@lru_cache(maxsize=_CACHED)
def _program(source: str, version: str, where: str) -> Program | ExpressionError:
    try:
        if len(source) > _LONGEST:
            raise Fault("compilation failed: expression is too long")
        functions = functions_of(version, where)
        tree = parse(source, functions.names)
        natures = check(tree, functions.types)
        nature = natures.get(tree, UNKNOWN)
        optimized = optimize(tree, natures)
        compiler = Compiler(natures, functions, spills="findLast" in source or "filter" in source)
        evaluate = compiler.compile(optimized)
        return Program(source, tree, evaluate, nature)
    except Fault as fault:
        return positioned(fault, source)
    except RecursionError:
        return ExpressionError(_TOO_DEEP)


def program(source: str, version: str, where: str = "") -> Program:
    """The compiled expression. Raises ExpressionError where it does not compile."""
    found = _program(source, version, where)
    if isinstance(found, ExpressionError):
        raise ExpressionError(found.message, found.line, found.column, found.snippet)
    return found


def run(compiled: Program, scope: Scope) -> object:
    """The value, or an Unknown. Raises ExpressionError."""
    try:
        return compiled.evaluate(Run(scope))
    except Fault as fault:
        raise positioned(fault, compiled.source) from None
    except UnknownValue as found:
        return found.unknown
    except RecursionError:
        raise ExpressionError(_TOO_DEEP) from None


def evaluate(source: str, scope: Scope) -> object:
    """The value of a bare expression, as Go's values stand in values.py. Raises ExpressionError."""
    return run(program(source, scope.version, BARE), scope)
