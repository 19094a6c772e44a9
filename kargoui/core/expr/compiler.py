"""A checked tree into closures: each takes the run and gives a value, and says where a failure belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kargoui.core.expr import nodes
from kargoui.core.expr.access import fetch, field_of, method_of, slice_of
from kargoui.core.expr.calls import call_builtin, call_finder, call_function, call_value
from kargoui.core.expr.chains import (
    LONG,
    carried_left,
    carried_right,
    evaluates_all,
    leaning_left,
    leaning_right,
    links,
)
from kargoui.core.expr.compile_operators import binary, conditional, unary
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.functions import Functions, sought_by
from kargoui.core.expr.gotypes import UNKNOWN, Nature
from kargoui.core.expr.grammar import PREDICATES
from kargoui.core.expr.leftovers import leaves_behind, restacked
from kargoui.core.expr.loops import LOOPS, Parts
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.run import NO_ITEM, Run
from kargoui.core.expr.values import Unknown, UnknownValue, expect, is_nil

Eval = Callable[[Run], object]
LOGIC = frozenset({"&&", "and", "||", "or"})
_STOPPED = object()  # what a `?.` on nil gives, up to the end of its chain


class Compiler:
    def __init__(self, natures: dict[Node, Nature], functions: Functions, *, spills: bool = False) -> None:
        self.natures = natures
        self.functions = functions
        self.variables: list[tuple[str, int]] = []
        self.slots = 0
        self.chains = 0
        self.spills = spills

    def compile(self, node: Node) -> Eval:
        return _COMPILERS[type(node)](self, node)

    def operands(self, *given: Node | None) -> list[Eval]:
        """Nodes whose values an operation takes off expr-lang's stack together; None gives nothing."""
        compiled = [self.compile(node) if node is not None else _nothing for node in given]
        return self.stacked(compiled, given[1:])

    def stacked(self, compiled: list[Eval], later: tuple[Node | None, ...]) -> list[Eval]:
        """Operands as expr-lang's stack has them, where one after the first leaves something there."""
        if self.spills and any(node is not None and leaves_behind(node) for node in later):
            self.slots += 1
            return restacked(compiled, self.slots - 1)
        return compiled

    def nature(self, node: Node) -> Nature:
        return self.natures.get(node, UNKNOWN)

    def _name(self, node: nodes.Name) -> Eval:
        for name, slot in reversed(self.variables):
            if name == node.name:
                return lambda run: run.locals[slot]
        if node.name == "$env":
            return lambda run: run.names
        name = node.name
        return lambda run: run.names.get(name)

    def _unary(self, node: nodes.Unary) -> Eval:
        return unary(node.operator, self.compile(node.node), node.at)

    def _binary(self, node: nodes.Binary) -> Eval:
        chain = links(node, "left")
        if len(chain) > LONG:
            first = self.compile(chain[-1].left)
            steps = [self._link(link, carried_left, self.compile(link.right)) for link in chain[::-1]]
            return leaning_left(first, steps)
        chain = links(node, "right")
        if len(chain) > LONG and evaluates_all(chain) and not (self.spills and leaves_behind(node)):
            operands = [self.compile(link.left) for link in chain]
            last = self.compile(chain[-1].right)
            steps = [self._link(link, carried_left, carried_right) for link in chain[::-1]]
            return leaning_right(operands, last, steps)
        return self._link(node, self.compile(node.left), self.compile(node.right))

    def _link(self, node: nodes.Binary, left: Eval, right: Eval) -> Eval:
        """One operator with its sides compiled."""
        if node.operator == "??":
            return _coalesce(left, right)
        if node.operator not in LOGIC:
            left, right = self.stacked([left, right], (node.right,))
        return binary(node, left, right, (self.nature(node.left).type, self.nature(node.right).type))

    def _chain(self, node: nodes.Chain) -> Eval:
        self.chains += 1
        inner = self.compile(node.node)
        self.chains -= 1

        def chain(run: Run) -> object:
            value = inner(run)
            return None if value is _STOPPED or is_nil(value) else value

        return chain

    def _member(self, node: nodes.Member) -> Eval:
        prop = node.property
        if not isinstance(prop, nodes.String):
            base, key = self.operands(node.node, prop)
            return _member_of(base, fetch, key, node.at, node.optional and self.chains > 0)
        base = self.compile(node.node)
        nature = self.nature(node.node)
        at = node.at
        stops = node.optional and self.chains > 0
        if nature.type is not None:
            name = prop.value
            if name in nature.type.methods:
                return _member_of(base, lambda value, key: method_of(value, name), None, at, False)
            struct = nature.type.element if nature.kind == "ptr" else nature.type
            if struct is not None and name in struct.fields and struct.kind == "struct":
                return _member_of(base, lambda value, key: field_of(value, struct, name), None, at, stops)
        return _property_of(base, prop.value, at, stops)

    def _slice(self, node: nodes.Slice) -> Eval:
        base, stop, start = self.operands(node.node, node.stop, node.start)
        at, to_end, from_start = node.at, node.stop is None, node.start is None

        def slice_it(run: Run) -> object:
            value = base(run)
            if value is _STOPPED:
                return value
            high, low = stop(run), 0 if from_start else start(run)
            try:
                return slice_of(value, low, high, to_end=to_end)
            except Fault as fault:
                raise fault.placed(at) from None

        return slice_it

    def _call(self, node: nodes.Call) -> Eval:
        callee = node.callee
        if isinstance(callee, nodes.Name) and callee.name in self.functions.implementations:
            texts = [part.value for part in node.arguments if isinstance(part, nodes.String)]
            sought = sought_by(callee.name, texts) if len(texts) == len(node.arguments) else None
            if sought is not None:
                return call_finder(sought, node.at)
            given = self.operands(*node.arguments)
            return call_function(callee.name, self.functions.implementations[callee.name], given, node.at)
        *arguments, target = self.operands(*node.arguments, callee)
        return call_value(target, arguments, node.at, _STOPPED)

    def _builtin(self, node: nodes.Builtin) -> Eval:
        if node.name in PREDICATES:
            compiled = [self.compile(argument) for argument in node.arguments]
            mapped = self.compile(node.mapped) if node.mapped is not None else None
            spills = self.spills and any(map(leaves_behind, node.arguments[1:]))
            return LOOPS[node.name](Parts(compiled, mapped, node, spills or node.mapped is not None))
        arguments = self.operands(*node.arguments)
        typed = [self.nature(argument) for argument in node.arguments]
        kept = [not nature.unknown and nature.kind != "ptr" for nature in typed]
        return call_builtin(node.name, arguments, kept, node.at)

    def _predicate(self, node: nodes.Predicate) -> Eval:
        return self.compile(node.node)

    def _let(self, node: nodes.Let) -> Eval:
        value, slot = self.compile(node.value), self.slots
        self.slots += 1
        self.variables.append((node.name, slot))
        body = self.compile(node.body)
        self.variables.pop()

        def let(run: Run) -> object:
            run.locals[slot] = value(run)
            return body(run)

        return let

    def _sequence(self, node: nodes.Sequence) -> Eval:
        *first, last = [self.compile(part) for part in node.nodes]

        def sequence(run: Run) -> object:
            for part in first:
                part(run)
            return last(run)

        return sequence

    def _conditional(self, node: nodes.Conditional) -> Eval:
        return conditional(
            self.compile(node.condition), self.compile(node.then), self.compile(node.otherwise), node.at
        )

    def _array(self, node: nodes.Array) -> Eval:
        items, at = self.operands(*node.nodes), node.at

        def array(run: Run) -> object:
            made = [item(run) for item in items]
            try:
                run.grow(len(made))
            except Fault as fault:
                raise fault.placed(at) from None
            return made

        return array

    def _map(self, node: nodes.Map) -> Eval:
        parts = self.operands(*(part for pair in node.pairs for part in (pair.key, pair.value)))
        pairs, at = list(zip(parts[::2], parts[1::2], strict=True)), node.at

        def make_map(run: Run) -> object:
            made = [(key(run), value(run)) for key, value in pairs]
            try:
                run.grow(len(made))
                out = {expect(key, str, "string"): value for key, value in reversed(made)}
            except Fault as fault:
                raise fault.placed(at) from None
            except UnknownValue as found:
                return found.unknown
            return out

        return make_map


def _coalesce(left: Eval, right: Eval) -> Eval:
    def coalesce(run: Run) -> object:
        value = left(run)
        return right(run) if is_nil(value) else value

    return coalesce


def _nothing(run: Run) -> object:
    return None


def _property_of(base: Eval, name: str, at: int, stops: bool) -> Eval:
    """`.name` on what nothing is known of: nearly always a map."""

    def read(run: Run) -> object:
        value = base(run)
        if type(value) is dict:
            return value.get(name)
        if value is _STOPPED or (stops and is_nil(value)):
            return _STOPPED
        try:
            return fetch(value, name)
        except Fault as fault:
            raise fault.placed(at) from None

    return read


def _member_of(
    base: Eval, read: Callable[[Any, Any], object], key: Eval | None, at: int, stops: bool
) -> Eval:
    def member(run: Run) -> object:
        value = base(run)
        if value is _STOPPED or (stops and is_nil(value)):
            return _STOPPED
        found = key(run) if key is not None else None
        if isinstance(value, Unknown):
            return value
        try:
            return read(value, found)
        except Fault as fault:
            raise fault.placed(at) from None

    return member


def _pointer(compiler: Compiler, node: nodes.Pointer) -> Eval:
    if node.name == "index":
        return lambda run: run.loop.index  # type: ignore[union-attr]
    if node.name == "acc":
        return lambda run: run.loop.accumulator  # type: ignore[union-attr]
    if node.name:
        raise Fault(f"unknown pointer {node.name}")
    at = node.at

    def item(run: Run) -> object:
        found = run.loop.item  # type: ignore[union-attr]
        if found is NO_ITEM:
            raise Fault("reflect: call of reflect.Value.Index on map Value", at)
        return found

    return item


def _constant(compiler: Compiler, node: Any) -> Eval:
    value = node.value
    return lambda run: value


def _nil(compiler: Compiler, node: Node) -> Eval:
    return lambda run: None


def _set(compiler: Compiler, node: nodes.ConstantSet) -> Eval:
    return lambda run: node


_COMPILERS: dict[type[Node], Callable[[Compiler, Any], Eval]] = {
    nodes.Nil: _nil,
    **dict.fromkeys(
        (nodes.Integer, nodes.Float, nodes.Bool, nodes.String, nodes.Bytes, nodes.Constant), _constant
    ),
    nodes.ConstantSet: _set,
    nodes.Name: Compiler._name,
    nodes.Unary: Compiler._unary,
    nodes.Binary: Compiler._binary,
    nodes.Chain: Compiler._chain,
    nodes.Member: Compiler._member,
    nodes.Slice: Compiler._slice,
    nodes.Call: Compiler._call,
    nodes.Builtin: Compiler._builtin,
    nodes.Predicate: Compiler._predicate,
    nodes.Pointer: _pointer,
    nodes.Let: Compiler._let,
    nodes.Sequence: Compiler._sequence,
    nodes.Conditional: Compiler._conditional,
    nodes.Array: Compiler._array,
    nodes.Map: Compiler._map,
}
