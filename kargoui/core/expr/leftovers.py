"""What findLast and findLastIndex leave on expr-lang's stack.

Their loop never takes its condition off the stack (compiler.go, emitLoopBackwards), so what takes several
values off it gets those instead of earlier ones: `1 + findLast([1], true)` fails on "bool + int" in Kargo.
"""

from __future__ import annotations

from collections.abc import Callable

from kargoui.core.expr.nodes import Builtin, Node, children
from kargoui.core.expr.run import Run

Eval = Callable[[Run], object]
_BACKWARDS = frozenset({"findLast", "findLastIndex"})


def leaves_behind(tree: Node) -> bool:
    """Whether such a loop is anywhere in the tree."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Builtin) and node.name in _BACKWARDS:
            return True
        waiting += children(node)
    return False


def restacked(operands: list[Eval], slot: int) -> list[Eval]:
    """The operands as the stack has them once all are evaluated; the first one evaluates them all."""

    def first(run: Run) -> object:
        stack: list[object] = []
        for operand in operands:
            before = len(run.spilled)
            value = operand(run)
            stack += run.spilled[before:]
            del run.spilled[before:]
            stack.append(value)
        run.spilled += stack[: -len(operands)]
        taken = stack[-len(operands) :]
        run.locals[slot] = taken
        return taken[0]

    return [first, *(_later(slot, index) for index in range(1, len(operands)))]


def _later(slot: int, index: int) -> Eval:
    def later(run: Run) -> object:
        taken = run.locals[slot]
        return taken[index]  # type: ignore[index]

    return later
