"""Long chains of operators as loops, since one closure inside another soon fills Python's stack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from kargoui.core.expr.grammar import COMPARISONS
from kargoui.core.expr.nodes import Binary, Node
from kargoui.core.expr.run import Run

Eval = Callable[[Run], object]
LONG: Final = 20  # operators; up to here closures inside one another are faster
_EAGER: Final = COMPARISONS | {"+", "-", "*", "/", "%", "**", "^", "..", "==", "!="}


def links(node: Binary, side: Literal["left", "right"]) -> list[Binary]:
    """A chain of operators that leans to one side, from the outermost on."""
    found = [node]
    while True:
        below: Node = getattr(found[-1], side)
        if not isinstance(below, Binary):
            return found
        found.append(below)


def evaluates_all(chain: list[Binary]) -> bool:
    """Whether every operand is evaluated, whatever the others give."""
    return all(link.operator in _EAGER for link in chain)


def carried_left(run: Run) -> object:
    return run.carried[0]


def carried_right(run: Run) -> object:
    return run.carried[1]


def leaning_left(first: Eval, links: list[Eval]) -> Eval:
    """((a + b) + c) + d. `links`, from the inside, take what is carried for their left side."""

    def evaluate(run: Run) -> object:
        value = first(run)
        for link in links:
            run.carried = (value, None)
            value = link(run)
        return value

    return evaluate


def leaning_right(operands: list[Eval], last: Eval, links: list[Eval]) -> Eval:
    """a ** (b ** (c ** d)). `links`, from the inside, take what is carried for both their sides."""

    def evaluate(run: Run) -> object:
        values = [operand(run) for operand in operands]
        value = last(run)
        for link in links:
            run.carried = (values.pop(), value)
            value = link(run)
        return value

    return evaluate
