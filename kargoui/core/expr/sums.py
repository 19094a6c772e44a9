"""Sums that need no loop: of a range, of the elements of a list, of what a map gives."""

from __future__ import annotations

from kargoui.core.expr import nodes
from kargoui.core.expr.nodes import Binary, Builtin, Integer, Node, Pointer, Predicate
from kargoui.core.expr.numerals import wrapped


def sum_range(node: Builtin) -> Node | None:
    """sum(1..n), sum(1..n, # * k) and reduce(1..n, # + #acc) as a number."""
    given = node.arguments[0]
    if not isinstance(given, Binary) or given.operator != "..":
        return None
    low, high = given.left, given.right
    if not isinstance(low, Integer) or not isinstance(high, Integer) or high.value < low.value:
        return None
    count = high.value - low.value + 1
    total = _halved(count * (low.value + high.value))
    if node.name == "reduce":
        return _reduced(node, total)
    if len(node.arguments) == 2:
        found = _by_predicate(total, count, node.arguments[1])
        return None if found is None else Integer(node.at, wrapped(found))
    return Integer(node.at, total)


def _halved(product: int) -> int:
    """Half of an int64, towards zero."""
    product = wrapped(product)
    return -(-product // 2) if product < 0 else product // 2


def _reduced(node: Builtin, total: int) -> Node | None:
    predicate = node.arguments[1]
    inner = predicate.node if isinstance(predicate, Predicate) else None
    if not isinstance(inner, Binary) or inner.operator != "+":
        return None
    sides = (inner.left, inner.right)
    if {side.name if isinstance(side, Pointer) else "?" for side in sides} != {"", "acc"}:
        return None
    if len(node.arguments) < 3:
        return Integer(node.at, total)
    start = node.arguments[2]
    return Integer(node.at, wrapped(start.value + total)) if isinstance(start, Integer) else None


def _by_predicate(total: int, count: int, predicate: Node) -> int | None:
    inner = predicate.node if isinstance(predicate, Predicate) else None
    if isinstance(inner, Pointer) and not inner.name:
        return total
    if not isinstance(inner, Binary):
        return None
    left, right = inner.left, inner.right
    pointer_first = isinstance(left, Pointer) and not left.name and isinstance(right, Integer)
    pointer_last = isinstance(right, Pointer) and not right.name and isinstance(left, Integer)
    if not pointer_first and not pointer_last:
        return None
    constant = right if isinstance(right, Integer) else left
    if not isinstance(constant, Integer):
        return None
    if inner.operator == "*":
        return constant.value * total
    if inner.operator == "+":
        return total + count * constant.value
    if inner.operator == "-":
        return total - count * constant.value if pointer_first else count * constant.value - total
    return None


def sum_array(node: Builtin) -> Node | None:
    """sum([a, b, c]) as a + (b + c)."""
    array = node.arguments[0]
    if node.name != "sum" or len(node.arguments) != 1 or not isinstance(array, nodes.Array):
        return None
    if len(array.nodes) < 2:
        return None
    *rest, last = array.nodes
    for item in reversed(rest):
        last = Binary(0, "+", item, last)
    return last


def sum_map(node: Builtin) -> Node | None:
    """sum(map(x, p)) as sum(x, p)."""
    given = node.arguments[0]
    if (
        node.name != "sum"
        or len(node.arguments) != 1
        or not isinstance(given, Builtin)
        or given.name != "map"
    ):
        return None
    return Builtin(node.at, "sum", given.arguments)
