"""Operators on constants, done when the expression is compiled."""

from __future__ import annotations

import operator as python
from collections.abc import Callable
from typing import Any

from kargoui.core.expr import gotypes as go
from kargoui.core.expr import nodes
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gotypes import GoType
from kargoui.core.expr.nodes import Bool, Float, Integer, Node, String
from kargoui.core.expr.numerals import wrapped
from kargoui.core.expr.operators import power, quotient, remainder

Folded = tuple[Node, GoType | None]  # without a type, the node keeps the one of what it replaces
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": python.add, "-": python.sub, "*": python.mul}
_FLOATS: dict[str, Callable[[float, float], float]] = {"/": quotient, "**": power, "^": power}


def fold_unary(node: nodes.Unary) -> Folded | None:
    inner = node.node
    if node.operator in {"!", "not"}:
        return (Bool(0, not inner.value), go.BOOL) if isinstance(inner, Bool) else None
    sign = -1 if node.operator == "-" else 1
    if isinstance(inner, Integer):
        return Integer(0, wrapped(sign * inner.value)), go.INT
    if isinstance(inner, Float):
        return Float(0, sign * inner.value), go.FLOAT
    return None


def fold_binary(node: nodes.Binary) -> Folded | None:
    operator, left, right = node.operator, node.left, node.right
    if operator in {"and", "&&"}:
        return _logic(left, right, decides=False)
    if operator in {"or", "||"}:
        return _logic(left, right, decides=True)
    if operator == "==":
        for kind in (Integer, String, Bool):
            if isinstance(left, kind) and isinstance(right, kind):
                return Bool(0, left.value == right.value), go.BOOL
    if operator == "+" and isinstance(left, String) and isinstance(right, String):
        return String(0, left.value + right.value), go.STRING
    if operator == "%" and isinstance(left, Integer) and isinstance(right, Integer):
        if not right.value:
            raise Fault("integer divide by zero", node.at)
        return Integer(0, remainder(left.value, right.value)), go.INT
    if isinstance(left, (Integer, Float)) and isinstance(right, (Integer, Float)):
        return _numbers(operator, left, right)
    return None


def _numbers(operator: str, left: Integer | Float, right: Integer | Float) -> Folded | None:
    if operator in _FLOATS:
        return Float(0, _FLOATS[operator](float(left.value), float(right.value))), go.FLOAT
    if operator not in _ARITHMETIC:
        return None
    if isinstance(left, Integer) and isinstance(right, Integer):
        return Integer(0, wrapped(_ARITHMETIC[operator](left.value, right.value))), go.INT
    return Float(0, _ARITHMETIC[operator](float(left.value), float(right.value))), go.FLOAT


def _logic(left: Node, right: Node, *, decides: bool) -> Folded | None:
    """A constant that does not decide leaves the other side, whatever it is."""
    if isinstance(left, Bool) and left.value is not decides:
        return right, None
    if isinstance(right, Bool) and right.value is not decides:
        return left, None
    if isinstance(left, Bool) or isinstance(right, Bool):
        return Bool(0, decides), go.BOOL
    return None


def fold_array(node: nodes.Array) -> Folded | None:
    values: list[object] = []
    for item in node.nodes:
        if not isinstance(item, (Integer, Float, String, Bool)):
            return None
        values.append(item.value)
    return (nodes.Constant(0, values), go.ARRAY) if values else None
