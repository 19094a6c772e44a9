"""What can be foreseen of calls: functions that are not there, and arguments that they cannot take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kargoui.core.expr import absences, nodes
from kargoui.core.expr import gotypes as go
from kargoui.core.expr.foresee_operators import Operators
from kargoui.core.expr.functions import Functions
from kargoui.core.expr.gotypes import UNKNOWN as NOTHING
from kargoui.core.expr.gotypes import GoType, Nature, of
from kargoui.core.expr.grammar import PREDICATES
from kargoui.core.expr.names import Names
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.remarks import shown
from kargoui.core.expr.shapes import (
    BOOL,
    NIL,
    NUMBER,
    OTHER,
    STRING,
    UNKNOWN,
    Shape,
    of_field,
    of_nature,
)
from kargoui.core.expr.signatures import SIGNATURES
from kargoui.core.sentence import Sentence, gettext_noop

_ARGUMENT: Final = gettext_noop("%(function)s takes a string here, not %(given)s: this fails.")
_LIST: Final = gettext_noop("%(function)s takes a list, not %(given)s: this fails.")
_NOT_CALLABLE: Final = gettext_noop("%(given)s is no function: calling it fails.")
_NO_LISTS: Final = frozenset({NIL, NUMBER, BOOL})
_RESULTS: Final = {
    **{name: given[0].results[0] for name, given in SIGNATURES.items()},
    **dict.fromkeys(("all", "none", "any", "one"), go.BOOL),
    **dict.fromkeys(("count", "len", "int"), go.INT),
    **dict.fromkeys(("float", "ceil", "floor", "round"), go.FLOAT),
    **dict.fromkeys(("map", "filter", "sortBy", "keys", "values", "toPairs"), go.ARRAY),
}


class Calls(Operators):
    names: Names
    natures: Mapping[Node, Nature]
    functions: Functions
    variables: list[tuple[str, Shape]]
    items: list[Shape]

    def nature(self, node: Node) -> Nature:
        """What Go's types say; nothing of what is given to a function that is not there."""
        return self.natures.get(node, NOTHING)

    def call(self, node: nodes.Call) -> Shape:
        arguments = [self.visit(argument) for argument in node.arguments]
        callee = node.callee
        if isinstance(callee, nodes.Name) and not self._is_variable(callee.name):
            overloads = self.functions.types.get(callee.name)
            if overloads is not None:
                self._arguments(callee.name, overloads, node.arguments, arguments)
                return of_nature(self.nature(node))
            if callee.name not in self.names.known:
                why, meant = absences.of_function(callee.name, self.functions.version, self.functions.where)
                self.fails(node.at, "unknown-function", why, meant)
                return UNKNOWN
        target = self.visit(callee)
        if target.stopped:
            return target
        if not target.kinds & {OTHER}:
            sentence = Sentence(_NOT_CALLABLE, {"given": shown(target)})
            self.fails(node.at, "not-callable", sentence, sure=not target.stops)
            return UNKNOWN
        found = of_nature(self.nature(node))
        return Shape(found.kinds, stops=target.stops)

    def _is_variable(self, name: str) -> bool:
        return any(name == known for known, _ in self.variables)

    def builtin(self, node: nodes.Builtin) -> Shape:
        if node.name == "get" and len(node.arguments) == 2:
            return self._get(node)
        if node.name in PREDICATES:
            self._walk_list(node)
        else:
            shapes = [self.visit(argument) for argument in node.arguments]
            self._arguments(node.name, SIGNATURES.get(node.name, ()), node.arguments, shapes)
        result = _RESULTS.get(node.name)
        return UNKNOWN if result is None else of_nature(of(result))

    def _walk_list(self, node: nodes.Builtin) -> None:
        first, *rest = node.arguments
        walked = self.visit(first)
        if walked.kinds <= _NO_LISTS:
            said = {"function": node.name, "given": shown(walked)}
            self.fails(node.at, "mismatch", Sentence(_LIST, said))
        item = walked.field.items if walked.field is not None else None
        for argument in rest:
            if isinstance(argument, nodes.Predicate):
                self.items.append(UNKNOWN if item is None else of_field(item, ""))
                with self.perhaps():
                    self.visit(argument.node)
                self.items.pop()
            else:
                self.visit(argument)

    def _get(self, node: nodes.Builtin) -> Shape:
        """Asks for what may not be there, so nothing is to be said where it is not."""
        base, key = self.visit(node.arguments[0]), self.visit(node.arguments[1])
        field = base.field
        if base.is_nil:
            return base
        if field is None or field.type != "object" or field.open or not isinstance(key.value, str):
            return UNKNOWN
        if key.value in field.fields or field.values is not None:
            return UNKNOWN
        return Shape(frozenset({NIL}), path=f"{base.path}.{key.value}")

    def _arguments(
        self, name: str, overloads: tuple[GoType, ...], given: Iterable[Node], shapes: list[Shape]
    ) -> None:
        """Texts that no overload of a function gets as one."""
        fitting = [overload for overload in overloads if len(overload.parameters) == len(shapes)]
        for index, (node, shape) in enumerate(zip(given, shapes, strict=True)):
            if shape.kinds & {STRING, OTHER} or not fitting:
                continue
            if all(overload.parameters[index] is go.STRING for overload in fitting):
                said = {"function": name, "given": shown(shape)}
                self.fails(node.at, "mismatch", Sentence(_ARGUMENT, said))
