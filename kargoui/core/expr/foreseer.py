"""Walks a checked tree with what is known of the names in it, and remarks on what cannot be meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from kargoui.core.catalog import Field
from kargoui.core.expr import absences, nodes
from kargoui.core.expr.foresee_calls import Calls
from kargoui.core.expr.functions import Functions
from kargoui.core.expr.gotypes import MAP, Nature
from kargoui.core.expr.names import Names
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.remarks import Remark, shown
from kargoui.core.expr.shapes import (
    ARRAY,
    NIL,
    NUMBER,
    OBJECT,
    OTHER,
    SCALARS,
    STRING,
    STRUCT,
    UNKNOWN,
    Shape,
    constant,
    of_field,
    of_kinds,
    of_nature,
)
from kargoui.core.expr.signatures import BUILTIN_NAMES
from kargoui.core.sentence import Sentence, gettext_noop

_NOT_CALLED: Final = gettext_noop("%(name)s is a function: without a call it gives nil.")
_NIL_ACCESS: Final = gettext_noop("%(base)s is nil, so this fails: cannot fetch %(field)s from <nil>")
_NO_FIELDS: Final = gettext_noop("%(base)s has no fields: reading %(field)s of it fails.")
_NO_SLICE: Final = gettext_noop("%(base)s cannot be sliced: this fails.")


def remarks(
    tree: Node, natures: Mapping[Node, Nature], names: Names, functions: Functions, *, sure: bool
) -> Walked:
    """What is to be said of a tree that compiles, and what it gives; without `sure` nothing is an error."""
    foreseer = Foreseer(natures, names, functions, sure=sure)
    shape = foreseer.visit(tree)
    return foreseer.remarks, shape


Walked = tuple[list[Remark], Shape]


class Foreseer(Calls):
    def __init__(
        self, natures: Mapping[Node, Nature], names: Names, functions: Functions, *, sure: bool
    ) -> None:
        super().__init__(sure=sure)
        self.natures = natures
        self.names = names
        self.functions = functions
        self.everything = of_field(Field("object", required=True, fields=names.known), "")
        self.variables = []
        self.items = []

    def visit(self, node: Node, *, guarded: bool = False) -> Shape:
        """`guarded`: whoever reads the value reckons with nil."""
        if isinstance(node, nodes.Name):
            return self._name(node, guarded=guarded)
        if isinstance(node, nodes.Member):
            return self._member(node, guarded=guarded)
        if isinstance(node, nodes.Chain):
            return self._chain(node, guarded=guarded)
        return _VISITS[type(node)](self, node)

    def _name(self, node: nodes.Name, *, guarded: bool) -> Shape:
        for name, shape in reversed(self.variables):
            if name == node.name:
                return shape
        if node.name == "$env":
            return self.everything
        if node.name in self.functions.names or node.name in BUILTIN_NAMES:
            if node.name in self.names.known:
                return UNKNOWN
            self.remark(node.at, "not-called", Sentence(_NOT_CALLED, {"name": node.name}), f"{node.name}()")
            return of_kinds(NIL)
        return self._part(self.everything, node.name, node.at, guarded=guarded)

    def _part(self, base: Shape, name: str, at: int, *, guarded: bool) -> Shape:
        """What an object has under a name."""
        field = base.field
        if field is None:
            return UNKNOWN
        path = f"{base.path}.{name}" if base.path else name
        inner = field.fields.get(name, field.values)
        if inner is not None:
            return of_field(inner, path)
        if field.open:
            return Shape(path=path)
        if field.format == STRUCT:
            self.fails(at, "unknown-field", *absences.of_field(path, field.fields), sure=not base.stops)
            return UNKNOWN
        why, meant = absences.of_name(path, field.fields, self.functions.version, self.functions.where)
        self.remark(at, _absent_code(path), why, meant, guarded=guarded)
        return Shape(frozenset({NIL}), path=path)

    def _member(self, node: nodes.Member, *, guarded: bool) -> Shape:
        base = self.visit(node.node, guarded=node.optional)
        prop = node.property
        name = prop.value if isinstance(prop, nodes.String) else None
        if name is None:
            self.visit(prop)
        if base.stopped:
            return base
        if base.is_nil and node.optional:
            return replace(base, stops=True)
        if node.optional and NIL in base.kinds:
            base = replace(base, stops=True)
        found = self._read(node, base, name, guarded=guarded)
        return replace(found, stops=True) if base.stops else found

    def _read(self, node: nodes.Member, base: Shape, name: str | None, *, guarded: bool) -> Shape:
        """What reading a part of something gives; `name` is None where only evaluating the key says it."""
        said = {"base": base.path or shown(base), "field": name if name is not None else _key(node.property)}
        if base.is_nil:
            self.fails(node.at, "nil-access", Sentence(_NIL_ACCESS, said), sure=not base.stops)
            return UNKNOWN
        kinds = base.kinds - {NIL} if node.optional else base.kinds
        without = SCALARS | {NIL, ARRAY} if name is not None else SCALARS | {NIL}
        if kinds <= without and (name is not None or STRING not in kinds):
            said["base"] = shown(base)
            self.fails(node.at, "unknown-field", Sentence(_NO_FIELDS, said), sure=not base.stops)
            return UNKNOWN
        if name is not None and base.kinds <= {OBJECT, NIL} and base.field is not None:
            return self._part(base, name, node.property.at, guarded=guarded)
        if base.field is not None and base.field.items is not None and name is None:
            return of_field(base.field.items, "")
        return self._typed(node, name)

    def _typed(self, node: nodes.Member, name: str | None) -> Shape:
        """A field or a method of what a function gives."""
        base = self.nature(node.node).type
        base = base.element if base is not None and base.kind == "ptr" else base
        if base is None or name is None or (name not in base.fields and base.kind != "map") or base is MAP:
            return UNKNOWN
        return of_nature(self.nature(node))

    def _chain(self, node: nodes.Chain, *, guarded: bool) -> Shape:
        inner = self.visit(node.node, guarded=guarded)
        return Shape(inner.kinds | {NIL}, inner.field, inner.path)

    def _slice(self, node: nodes.Slice) -> Shape:
        base = self.visit(node.node)
        if base.stopped:
            return base
        for bound in (node.start, node.stop):
            if bound is not None:
                self.visit(bound)
        if not base.kinds & {STRING, ARRAY, OTHER}:
            self.fails(node.at, "mismatch", Sentence(_NO_SLICE, {"base": shown(base)}), sure=not base.stops)
            return UNKNOWN
        return Shape(base.kinds, stops=base.stops)

    def _pointer(self, node: nodes.Pointer) -> Shape:
        if node.name:
            return of_kinds(NUMBER) if node.name == "index" else UNKNOWN
        return self.items[-1] if self.items else UNKNOWN

    def _let(self, node: nodes.Let) -> Shape:
        self.variables.append((node.name, self.visit(node.value)))
        shape = self.visit(node.body)
        self.variables.pop()
        return shape

    def _sequence(self, node: nodes.Sequence) -> Shape:
        return [self.visit(part) for part in node.nodes][-1]

    def _array(self, node: nodes.Array) -> Shape:
        for item in node.nodes:
            self.visit(item)
        return of_kinds(ARRAY)

    def _map(self, node: nodes.Map) -> Shape:
        for pair in node.pairs:
            self.visit(pair.key)
            self.visit(pair.value)
        return of_kinds(OBJECT)


def _absent_code(path: str) -> str:
    """A variable, an alias and what is below ctx are names; what is below those are fields."""
    parts = path.removeprefix("task.").split(".")
    return "unknown-name" if len(parts) < 3 or parts[0] == "ctx" else "unknown-field"


def _key(node: Node) -> str:
    return str(node.value) if isinstance(node, nodes.Integer) else "[...]"


def _constant(foreseer: Foreseer, node: Any) -> Shape:
    return constant(node.value)


def _of(*kinds: str) -> Callable[[Foreseer, Node], Shape]:
    shape = of_kinds(*kinds)
    return lambda foreseer, node: shape


_VISITS: dict[type[Node], Callable[[Foreseer, Any], Shape]] = {
    nodes.Nil: _of(NIL),
    nodes.Integer: _of(NUMBER),
    nodes.Float: _of(NUMBER),
    nodes.Bool: _constant,
    nodes.String: _constant,
    nodes.Bytes: _of(OTHER),
    nodes.Unary: Foreseer.unary,
    nodes.Binary: Foreseer.binary,
    nodes.Slice: Foreseer._slice,
    nodes.Call: Foreseer.call,
    nodes.Builtin: Foreseer.builtin,
    nodes.Pointer: Foreseer._pointer,
    nodes.Let: Foreseer._let,
    nodes.Sequence: Foreseer._sequence,
    nodes.Conditional: Foreseer.conditional,
    nodes.Array: Foreseer._array,
    nodes.Map: Foreseer._map,
}
