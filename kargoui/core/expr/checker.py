"""Types before anything runs, as expr-lang's checker finds them; its errors say why one does not compile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kargoui.core.expr import gotypes as go
from kargoui.core.expr import nodes
from kargoui.core.expr.check_builtins import BuiltinChecks
from kargoui.core.expr.check_operators import binary
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gotypes import NIL, UNKNOWN, GoType, Nature, of
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.signatures import BUILTIN_NAMES


def check(tree: Node, functions: Mapping[str, tuple[GoType, ...]]) -> dict[Node, Nature]:
    """The nature of every node that the checker looks at. Raises Fault with expr-lang's text."""
    checker = Checker(functions)
    checker.visit(tree)
    return checker.natures


class Checker(BuiltinChecks):
    def __init__(self, functions: Mapping[str, tuple[GoType, ...]]) -> None:
        super().__init__()
        self.functions = functions
        self.variables: list[tuple[str, Nature]] = []

    def visit(self, node: Node) -> Nature:
        nature = self.natures.get(node)
        if nature is None:
            nature = _VISITS[type(node)](self, node)
            self.natures[node] = nature
        return nature

    def _name(self, node: nodes.Name) -> Nature:
        for name, nature in reversed(self.variables):
            if name == node.name:
                return nature
        if node.name in self.functions:
            overloads = self.functions[node.name]
            return Nature(overloads[0], overloads=overloads)
        if node.name in BUILTIN_NAMES and node.name != "$env":
            return Nature(go.function((), go.ANY))
        return UNKNOWN

    def _unary(self, node: nodes.Unary) -> Nature:
        nature = deref(self.visit(node.node))
        if node.operator in {"!", "not"}:
            if nature.kind == "bool" or nature.unknown:
                return of(go.BOOL)
        elif nature.is_number:
            return nature
        elif nature.unknown:
            return UNKNOWN
        raise Fault(f"invalid operation: {node.operator} (mismatched type {nature})", node.at)

    def _binary(self, node: nodes.Binary) -> Nature:
        """Chains of operators may be longer than Python's stack is deep."""
        waiting: list[tuple[Node, bool]] = [(node.right, False), (node.left, False)]
        while waiting:
            link, visited = waiting.pop()
            if type(link) is not nodes.Binary:
                self.visit(link)
            elif visited:
                self.natures[link] = self._of_sides(link)
            elif link not in self.natures:
                waiting += ((link, True), (link.right, False), (link.left, False))
        return self._of_sides(node)

    def _of_sides(self, node: nodes.Binary) -> Nature:
        return binary(node, deref(self.natures[node.left]), deref(self.natures[node.right]))

    def _chain(self, node: nodes.Chain) -> Nature:
        return self.visit(node.node)

    def _member(self, node: nodes.Member) -> Nature:
        if isinstance(node.node, nodes.Name) and node.node.name == "$env":
            return UNKNOWN
        base = self.visit(node.node)
        prop = self.visit(node.property)
        if base.unknown:
            return UNKNOWN
        name = node.property.value if isinstance(node.property, nodes.String) else None
        if name is not None:
            if base.nil:
                raise Fault(f"type nil has no field {name}", node.at)
            if base.type is not None and name in base.type.methods:
                return of(base.type.methods[name])
        base = deref(base)
        if base.type is not None and base.kind == "map":
            if not prop.assignable_to(of(base.type.key)) and not prop.unknown:
                raise Fault(f"cannot use {prop} to get an element from {base}", node.property.at)
            return base.element
        if base.is_array:
            if not prop.is_integer and not prop.unknown:
                raise Fault(
                    f"array elements can only be selected using an integer (got {prop})", node.property.at
                )
            return base.element
        if name is None:
            raise Fault(f"type {base}[{prop}] is undefined", node.at)
        if base.type is not None and name in base.type.fields:
            return of(base.type.fields[name])
        raise Fault(f"type {base} has no {'method' if node.method else 'field'} {name}", node.at)

    def _slice(self, node: nodes.Slice) -> Nature:
        nature = self.visit(node.node)
        if nature.unknown:
            return UNKNOWN
        if nature.kind != "string" and not nature.is_array:
            raise Fault(f"cannot slice {nature}", node.at)
        for bound in (node.start, node.stop):
            if bound is not None:
                found = deref(self.visit(bound))
                if not found.is_integer and not found.unknown:
                    raise Fault(f"non-integer slice index {found}", bound.at)
        return nature

    def _call(self, node: nodes.Call) -> Nature:
        callee = node.callee
        if isinstance(callee, nodes.Name) and callee.name == "$env":
            raise Fault("unknown is not callable", node.at)
        nature = self.visit(callee)
        if nature.unknown:
            return UNKNOWN
        name = "function"
        if isinstance(callee, nodes.Name):
            name = callee.name
        elif isinstance(callee, nodes.Member) and isinstance(callee.property, nodes.String):
            name = callee.property.value
        if nature.overloads:
            return self.check_overloads(name, nature.overloads, node, node.arguments)
        if nature.nil:
            raise Fault(f"{name} is nil; cannot call nil as function", node.at)
        if nature.type is None or nature.kind != "func":
            raise Fault(f"{nature} is not callable", node.at)
        return self.check_arguments(name, nature.type, node, node.arguments)

    def _predicate(self, node: nodes.Predicate) -> Nature:
        nature = self.visit(node.node)
        results: tuple[GoType, ...] = ()
        if nature.unknown:
            results = (go.ANY,)
        elif nature.type is not None:
            results = (nature.type,)
        return Nature(go.function((go.ANY,), *results), ref=nature)

    def _pointer(self, node: nodes.Pointer) -> Nature:
        if not self.scopes:
            raise Fault("cannot use pointer accessor outside predicate", node.at)
        collection, variables = self.scopes[-1]
        if not node.name:
            return UNKNOWN if collection.unknown else collection.element
        if node.name in variables:
            return variables[node.name]
        raise Fault(f"unknown pointer #{node.name}", node.at)

    def _let(self, node: nodes.Let) -> Nature:
        if node.name in self.functions:
            raise Fault(f"cannot redeclare function {node.name}", node.at)
        if node.name in BUILTIN_NAMES:
            raise Fault(f"cannot redeclare builtin {node.name}", node.at)
        if any(name == node.name for name, _ in self.variables):
            raise Fault(f"cannot redeclare variable {node.name}", node.at)
        self.variables.append((node.name, self.visit(node.value)))
        nature = self.visit(node.body)
        self.variables.pop()
        return nature

    def _sequence(self, node: nodes.Sequence) -> Nature:
        return [self.visit(part) for part in node.nodes][-1]

    def _conditional(self, node: nodes.Conditional) -> Nature:
        condition = deref(self.visit(node.condition))
        if condition.kind != "bool" and not condition.unknown:
            raise Fault(f"non-bool expression (type {condition}) used as condition", node.condition.at)
        then, otherwise = self.visit(node.then), self.visit(node.otherwise)
        if then.nil or otherwise.nil:
            return otherwise if then.nil else then
        if not then.assignable_to(otherwise):
            return UNKNOWN
        if then.is_array and otherwise.is_array:
            one, other = then.element, otherwise.element
            if not one.assignable_to(other) or not other.assignable_to(one):
                return of(go.ARRAY)
        return then

    def _array(self, node: nodes.Array) -> Nature:
        natures = [self.visit(item) for item in node.nodes]
        if len({nature.kind for nature in natures}) > 1:
            return of(go.ARRAY)
        return go.array_of(natures[-1] if natures else UNKNOWN)

    def _map(self, node: nodes.Map) -> Nature:
        for pair in node.pairs:
            self.visit(pair)
        return of(go.MAP)

    def _pair(self, node: nodes.Pair) -> Nature:
        self.visit(node.key)
        self.visit(node.value)
        return NIL


def deref(nature: Nature) -> Nature:
    """What a pointer points to."""
    return of(nature.type.element) if nature.type is not None and nature.kind == "ptr" else nature


def _fixed(nature: Nature) -> Callable[[Checker, Node], Nature]:
    return lambda checker, node: nature


_VISITS: dict[type[Node], Callable[[Checker, Any], Nature]] = {
    nodes.Nil: _fixed(NIL),
    nodes.Integer: _fixed(of(go.INT)),
    nodes.Float: _fixed(of(go.FLOAT)),
    nodes.Bool: _fixed(of(go.BOOL)),
    nodes.String: _fixed(of(go.STRING)),
    nodes.Bytes: _fixed(of(go.BYTE_SLICE)),
    nodes.Name: Checker._name,
    nodes.Unary: Checker._unary,
    nodes.Binary: Checker._binary,
    nodes.Chain: Checker._chain,
    nodes.Member: Checker._member,
    nodes.Slice: Checker._slice,
    nodes.Call: Checker._call,
    nodes.Builtin: BuiltinChecks.builtin,
    nodes.Predicate: Checker._predicate,
    nodes.Pointer: Checker._pointer,
    nodes.Let: Checker._let,
    nodes.Sequence: Checker._sequence,
    nodes.Conditional: Checker._conditional,
    nodes.Array: Checker._array,
    nodes.Map: Checker._map,
    nodes.Pair: Checker._pair,
}
