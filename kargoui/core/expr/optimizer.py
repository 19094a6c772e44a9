"""What expr-lang changes in a tree before it runs, where that shows: constants folded, predicates joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kargoui.core.expr import gotypes as go
from kargoui.core.expr import nodes
from kargoui.core.expr.folding import fold_array, fold_binary, fold_unary
from kargoui.core.expr.gotypes import UNKNOWN, GoType, Nature, of
from kargoui.core.expr.nodes import Binary, Builtin, Node, Predicate, children, moved
from kargoui.core.expr.sums import sum_array, sum_map, sum_range

Natures = dict[Node, Nature]
Visit = Callable[[Node], Node]
_MAX_ROUNDS = 1000


def optimize(tree: Node, natures: Natures) -> Node:
    """The tree as it is compiled; natures of new nodes are added. Raises Fault as constant folding does."""
    return Optimizer(natures).optimize(tree)


class Optimizer:
    def __init__(self, natures: Natures) -> None:
        self.natures = natures
        self.applied = False

    def optimize(self, tree: Node) -> Node:
        names = _operators_in(tree)
        if "in" in names:
            tree = self.walk(tree, self._in_array)
        for _ in range(_MAX_ROUNDS):
            self.applied = False
            tree = self.walk(tree, self._fold)
            if not self.applied:
                break
        if "in" in names:
            tree = self.walk(tree, self._in_range)
        if "builtin" in names:
            for visit in (
                self._filter_map,
                self._filter_len,
                self._filter_last,
                self._filter_first,
                self._combined,
                self._sums,
                self._counts,
            ):
                tree = self.walk(tree, visit)
        return tree

    def walk(self, node: Node, visit: Visit) -> Node:
        """Children first; a node whose child has changed is made anew."""
        if type(node) is Binary:
            return self._walk_operators(node, visit)
        changes: dict[str, Any] = {}
        for name in _CHILDREN.get(type(node), ()):
            given = getattr(node, name)
            if isinstance(given, tuple):
                walked: Any = tuple(self.walk(child, visit) for child in given)
                if any(one is not other for one, other in zip(walked, given, strict=True)):
                    changes[name] = walked
            elif given is not None:
                walked = self.walk(given, visit)
                if walked is not given:
                    changes[name] = walked
        return visit(self._changed(node, changes) if changes else node)

    def _walk_operators(self, top: Node, visit: Visit) -> Node:
        """Chains of operators may be longer than Python's stack is deep."""
        waiting, walked = [(top, False)], list[Node]()
        while waiting:
            node, sides_walked = waiting.pop()
            if type(node) is not Binary:
                walked.append(self.walk(node, visit))
            elif sides_walked:
                right, left = walked.pop(), walked.pop()
                if left is not node.left or right is not node.right:
                    node = self._changed(node, {"left": left, "right": right})
                walked.append(visit(node))
            else:
                waiting += ((node, True), (node.right, False), (node.left, False))
        return walked[0]

    def _changed(self, node: Node, changes: dict[str, Any]) -> Node:
        nature = self.natures.get(node)
        node = replace(node, **changes)
        if nature is not None:
            self.natures[node] = nature
        return node

    def typed(self, node: Node, kind: GoType | None) -> Node:
        self.natures[node] = of(kind or go.ANY)
        return node

    def like(self, node: Node, old: Node) -> Node:
        """`node` in the place of `old`: with its type, and where it stood."""
        made = moved(node, old.at)
        return self.typed(made, self.natures.get(old, UNKNOWN).type)

    def _in_array(self, node: Node) -> Node:
        if not isinstance(node, Binary) or node.operator != "in" or not isinstance(node.right, nodes.Array):
            return node
        items = node.right.nodes
        of_ints = self.natures.get(node.left, UNKNOWN).kind == "int"
        for kind, name in ((nodes.Integer, "int"), (nodes.String, "string")):
            if items and all(isinstance(item, kind) for item in items) and (of_ints or name == "string"):
                members = frozenset(getattr(item, "value") for item in items)  # noqa: B009
                found = nodes.ConstantSet(0, name, members)
                return self.like(Binary(node.at, node.operator, node.left, found), node)
        return node

    def _fold(self, node: Node) -> Node:
        folded: tuple[Node, GoType | None] | None = None
        if isinstance(node, nodes.Unary):
            folded = fold_unary(node)
        elif isinstance(node, Binary):
            folded = fold_binary(node)
        elif isinstance(node, nodes.Array):
            folded = fold_array(node)
        elif isinstance(node, Builtin) and node.name == "filter":
            return self._filter_filter(node)
        if folded is None:
            return node
        self.applied = True
        made, kind = folded
        return self.typed(moved(made, node.at), kind) if kind is not None else self.like(made, node)

    def _filter_filter(self, node: Builtin) -> Node:
        base = node.arguments[0]
        if not isinstance(base, Builtin) or base.name != "filter":
            return node
        self.applied = True
        one, other = _predicate(base), _predicate(node)
        joined = Predicate(0, Binary(0, "&&", one, other))
        return self.like(Builtin(node.at, "filter", (base.arguments[0], joined)), node)

    def _in_range(self, node: Node) -> Node:
        if not isinstance(node, Binary) or node.operator != "in":
            return node
        if self.natures.get(node.left, UNKNOWN).kind != "int" or not isinstance(node.right, Binary):
            return node
        low, high = node.right.left, node.right.right
        if (
            node.right.operator != ".."
            or not isinstance(low, nodes.Integer)
            or not isinstance(high, nodes.Integer)
        ):
            return node
        above, below = Binary(0, ">=", node.left, low), Binary(0, "<=", node.left, high)
        return self.like(Binary(node.at, "and", above, below), node)

    def _filter_map(self, node: Node) -> Node:
        if not isinstance(node, Builtin) or node.name != "map" or _uses_index(node.arguments[1]):
            return node
        base = node.arguments[0]
        if not isinstance(base, Builtin) or base.name != "filter" or base.mapped is not None:
            return node
        return self.like(Builtin(node.at, "filter", base.arguments, mapped=_predicate(node)), node)

    def _filter_len(self, node: Node) -> Node:
        if isinstance(node, Builtin) and node.name == "len" and len(node.arguments) == 1:
            base = node.arguments[0]
            if isinstance(base, Builtin) and base.name == "filter":
                return self.like(Builtin(node.at, "count", base.arguments), node)
        return node

    def _filter_last(self, node: Node) -> Node:
        return self._filter_end(node, "last", -1, "findLast")

    def _filter_first(self, node: Node) -> Node:
        return self._filter_end(node, "first", 0, "find")

    def _filter_end(self, node: Node, name: str, index: int, instead: str) -> Node:
        base: Node | None = None
        throws = isinstance(node, nodes.Member)
        if isinstance(node, nodes.Member) and not node.optional:
            if isinstance(node.property, nodes.Integer) and node.property.value == index:
                base = node.node
        elif isinstance(node, Builtin) and node.name == name and len(node.arguments) == 1:
            base = node.arguments[0]
        if not isinstance(base, Builtin) or base.name != "filter":
            return node
        made = Builtin(node.at, instead, base.arguments, throws=throws, mapped=base.mapped)
        return self.like(made, node)

    def _combined(self, node: Node) -> Node:
        """all(x, p) && all(x, q) is all(x, p && q)."""
        if not isinstance(node, Binary) or node.operator not in {"and", "&&", "or", "||"}:
            return node
        left, right = node.left, node.right
        if not isinstance(left, Builtin) or not isinstance(right, Builtin) or left.name != right.name:
            return node
        operator = _COMBINED.get((left.name, node.operator))
        if operator is None or not nodes.alike(left.arguments[0], right.arguments[0]):
            return node
        if (
            self.natures.get(left.arguments[0], UNKNOWN).type
            is not self.natures.get(right.arguments[0], UNKNOWN).type
        ):
            return node
        inner = self._combined(Binary(0, operator, _predicate(left), _predicate(right)))
        made = Builtin(node.at, left.name, (left.arguments[0], Predicate(0, inner)))
        return self.like(made, node)

    def _sums(self, node: Node) -> Node:
        if isinstance(node, Builtin) and node.name in {"sum", "reduce"}:
            ranged = sum_range(node)
            if ranged is not None:
                return self.typed(ranged, go.INT)
            changed = sum_array(node) or sum_map(node)
            if changed is not None:
                return self.like(changed, node)
        return node

    def _counts(self, node: Node) -> Node:
        """A count that is compared with a number stops once the answer is there."""
        if not isinstance(node, Binary) or not isinstance(node.left, Builtin):
            return node
        count, limit = node.left, node.right
        if count.name != "count" or len(count.arguments) != 2 or not isinstance(limit, nodes.Integer):
            return node
        if (node.operator, limit.value) in {(">", 0), (">=", 1)}:
            return self.like(Builtin(node.at, "any", count.arguments), node)
        threshold = limit.value + _THRESHOLDS.get(node.operator, -limit.value)
        if limit.value < 0 or threshold <= 1:
            return node
        nature = self.natures.get(count, UNKNOWN)
        counted = replace(count, threshold=threshold)
        self.natures[counted] = nature
        return self.like(Binary(node.at, node.operator, counted, limit), node)


_THRESHOLDS = {">": 1, ">=": 0, "<": 0, "<=": 1}
_COMBINED = {
    ("all", "and"): "and",
    ("all", "&&"): "&&",
    ("any", "or"): "or",
    ("any", "||"): "||",
    ("none", "and"): "or",
    ("none", "&&"): "||",
}
_CHILDREN: dict[type[Node], tuple[str, ...]] = {
    nodes.Unary: ("node",),
    nodes.Chain: ("node",),
    nodes.Member: ("node", "property"),
    nodes.Slice: ("node", "start", "stop"),
    nodes.Call: ("callee", "arguments"),
    Builtin: ("arguments",),
    Predicate: ("node",),
    nodes.Let: ("value", "body"),
    nodes.Sequence: ("nodes",),
    nodes.Conditional: ("condition", "then", "otherwise"),
    nodes.Array: ("nodes",),
    nodes.Map: ("pairs",),
    nodes.Pair: ("key", "value"),
}


def _predicate(node: Builtin) -> Node:
    predicate = node.arguments[1]
    return predicate.node if isinstance(predicate, Predicate) else predicate


def _operators_in(tree: Node) -> set[str]:
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Binary):
            found.add(node.operator)
        elif isinstance(node, Builtin):
            found.add("builtin")
        waiting += children(node)
    return found


def _uses_index(tree: Node) -> bool:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Pointer) and node.name == "index":
            return True
        waiting += children(node)
    return False
