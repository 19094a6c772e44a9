"""What builtins and functions may be given, and what they give."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from kargoui.core.expr import gotypes as go
from kargoui.core.expr import nodes
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gotimes import LOCATION_POINTER, TIME
from kargoui.core.expr.gotypes import UNKNOWN, GoType, Nature, of
from kargoui.core.expr.grammar import PREDICATES
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.signatures import SIGNATURES, SUM_FALLBACK

_NUMBERS = frozenset({"int", "int64", "uint8", "uint64", "float64"})
_SEQUENCES = frozenset({"interface", "slice", "array"})
_NO_OUTPUT = "predicate should has one input and one output param"
_BOOLEAN_PREDICATES = frozenset(
    ["all", "none", "any", "one", "filter", "count", "find", "findLast", "findIndex", "findLastIndex"]
)
_GIVES = {
    **dict.fromkeys(("all", "none", "any", "one"), go.BOOL),
    **dict.fromkeys(("count", "findIndex", "findLastIndex"), go.INT),
}


class BuiltinChecks:
    def __init__(self) -> None:
        self.natures: dict[Node, Nature] = {}
        self.scopes: list[tuple[Nature, dict[str, Nature]]] = []

    @abstractmethod
    def visit(self, node: Node) -> Nature: ...

    def builtin(self, node: nodes.Builtin) -> Nature:
        if node.name in PREDICATES:
            return self._predicate_builtin(node)
        if node.name in SIGNATURES:
            return self.check_overloads(node.name, SIGNATURES[node.name], node, node.arguments)
        if node.name == "get":
            return self._get(node)
        arguments = tuple(_checked_type(self.visit(argument)) for argument in node.arguments)
        try:
            return of(_VALIDATE[node.name](node.name, arguments))
        except ValueError as error:
            raise Fault(str(error), node.at) from None

    def _predicate_builtin(self, node: nodes.Builtin) -> Nature:
        name, arguments = node.name, node.arguments
        collection = _deref(self.visit(arguments[0]))
        if not collection.is_array and not collection.unknown:
            raise Fault(f"builtin {name} takes only array (got {collection})", arguments[0].at)
        if len(arguments) == 1:
            return of(go.INT) if name == "count" else collection.element
        variables: dict[str, Nature] = {}
        if name in {"map", "reduce"}:
            variables["index"] = of(go.INT)
        if name == "reduce":
            variables["acc"] = UNKNOWN
        self.scopes.append((collection, variables))
        predicate = self.visit(arguments[1])
        self.scopes.pop()
        if len(arguments) == 3:
            self._third_argument(name, arguments[2])
        results = predicate.type.results if predicate.type is not None else ()
        if not results:
            if name == "sum":
                return self.check_overloads(name, SUM_FALLBACK, node, arguments)
            raise Fault(
                _NO_OUTPUT.replace("one", "two", 1) if name == "reduce" else _NO_OUTPUT, arguments[1].at
            )
        return self._predicate_result(node, collection, predicate, of(results[0]))

    def _third_argument(self, name: str, argument: Node) -> None:
        order = self.visit(argument)
        if name == "sortBy" and order.kind != "string" and not order.unknown:
            raise Fault(f"sortBy order argument must be a string (got {order})", argument.at)

    def _predicate_result(
        self, node: nodes.Builtin, collection: Nature, predicate: Nature, out: Nature
    ) -> Nature:
        name = node.name
        if name in _BOOLEAN_PREDICATES and out.kind != "bool" and not out.unknown:
            raise Fault(f"predicate should return boolean (got {out})", node.arguments[1].at)
        if name in _GIVES:
            return of(_GIVES[name])
        if name == "filter":
            return of(go.ARRAY) if collection.unknown else go.array_of(collection.element)
        if name == "map":
            return go.array_of(predicate.ref or UNKNOWN)
        if name in {"find", "findLast"}:
            return UNKNOWN if collection.unknown else collection.element
        if name == "groupBy":
            return of(go.GROUPS)
        if name == "sortBy":
            return collection
        return (predicate.ref or UNKNOWN) if name == "reduce" else out

    def _get(self, node: nodes.Builtin) -> Nature:
        if len(node.arguments) != 2:
            count = len(node.arguments)
            raise Fault(f"invalid number of arguments (expected 2, got {count})", node.at)
        base, prop = self.visit(node.arguments[0]), _deref(self.visit(node.arguments[1]))
        if base.unknown:
            return UNKNOWN
        if base.is_array:
            if not prop.is_integer and not prop.unknown:
                raise Fault(f"non-integer slice index {prop}", node.arguments[1].at)
            return base.element
        if base.type is not None and base.kind == "map":
            if not prop.assignable_to(of(base.type.key)) and not prop.unknown:
                raise Fault(f"cannot use {prop} to get an element from {base}", node.arguments[1].at)
            return base.element
        raise Fault(f"type {base} does not support indexing", node.arguments[0].at)

    def check_overloads(
        self, name: str, overloads: tuple[GoType, ...], node: Node, arguments: tuple[Node, ...]
    ) -> Nature:
        """The first overload that takes the arguments; the last one's error where none does."""
        for overload in overloads[:-1]:
            problem = self._mismatch(name, overload, node, arguments)
            if problem is None:
                return of(overload.results[0])
        return self.check_arguments(name, overloads[-1], node, arguments)

    def check_arguments(self, name: str, wanted: GoType, node: Node, arguments: tuple[Node, ...]) -> Nature:
        if not wanted.results:
            raise Fault(f"func {name} doesn't return value", node.at)
        if len(wanted.results) > 2:
            raise Fault(f"func {name} returns more then two values", node.at)
        problem = self._mismatch(name, wanted, node, arguments)
        if problem is not None:
            raise problem
        return of(wanted.results[0])

    def _mismatch(self, name: str, wanted: GoType, node: Node, arguments: tuple[Node, ...]) -> Fault | None:
        count = len(wanted.parameters)
        if len(arguments) != count:
            for argument in arguments:
                self.visit(argument)
            few = len(arguments) < count
            return Fault(f"{'not enough' if few else 'too many'} arguments to call {name}", node.at)
        for argument, parameter in zip(arguments, wanted.parameters, strict=True):
            nature, target = self.visit(argument), of(parameter)
            if target.is_integer and nature.is_integer and nature.kind != target.kind:
                continue
            if nature.nil:
                if target.kind in {"ptr", "interface"}:
                    continue
                return Fault(f"cannot use nil as argument (type {target}) to call {name}", argument.at)
            fits = nature.assignable_to(target) or _deref(nature).assignable_to(target)
            if not fits and not nature.unknown:
                return Fault(f"cannot use {nature} as argument (type {target}) to call {name} ", argument.at)
        return None


def _deref(nature: Nature) -> Nature:
    return of(nature.type.element) if nature.type is not None and nature.kind == "ptr" else nature


def _checked_type(nature: Nature) -> GoType | None:
    """The type as a builtin's own check sees it: None is that of nil."""
    return go.ANY if nature.unknown else nature.type


def _kind(given: GoType | None) -> str:
    if given is not None and given.kind == "ptr":
        given = given.element
    return given.kind if given is not None else "invalid"


def _shown(given: GoType | None) -> str:
    return given.name if given is not None else "%!s(<nil>)"


def _count(arguments: tuple[GoType | None, ...], count: int = 1) -> None:
    if len(arguments) != count:
        raise ValueError(f"invalid number of arguments (expected {count}, got {len(arguments)})")


Arguments = tuple[GoType | None, ...]


def _one(kinds: frozenset[str], refusal: str, gives: GoType | None) -> Callable[[str, Arguments], GoType]:
    """A builtin of one argument of these kinds; gives the argument's own type where `gives` is None."""

    def validate(name: str, arguments: Arguments) -> GoType:
        _count(arguments)
        if _kind(arguments[0]) not in kinds:
            raise ValueError(refusal.format(name=name, type=_shown(arguments[0])))
        return gives or arguments[0] or go.ANY

    return validate


def _first(name: str, arguments: Arguments) -> GoType:
    _count(arguments)
    given = arguments[0]
    if given is None or _kind(given) not in _SEQUENCES:
        raise ValueError(f"cannot get {name} element from {_shown(given)}")
    return go.ANY if given is go.ANY else (given.element or go.ANY)


def _take(name: str, arguments: Arguments) -> GoType:
    _count(arguments, 2)
    if _kind(arguments[0]) not in _SEQUENCES:
        raise ValueError(f"cannot take from {_shown(arguments[0])}")
    if _kind(arguments[1]) not in {"interface", "int", "int64"}:
        raise ValueError(f"cannot take {_shown(arguments[1])} elements")
    return arguments[0] or go.ANY


def _aggregate(name: str, arguments: Arguments) -> GoType:
    if not arguments:
        raise ValueError(f"not enough arguments to call {name}")
    for given in arguments:
        if _kind(given) in _SEQUENCES:
            return go.ANY
        if _kind(given) not in _NUMBERS:
            raise ValueError(f"invalid argument for {name} (type {_shown(given)})")
    return arguments[0] or go.ANY


def _concat(name: str, arguments: Arguments) -> GoType:
    if not arguments:
        raise ValueError("invalid number of arguments (expected at least 1, got 0)")
    for given in arguments:
        if _kind(given) not in _SEQUENCES:
            raise ValueError(f"cannot concat {_shown(given)}")
    return go.ARRAY


def _now(name: str, arguments: Arguments) -> GoType:
    if arguments and not (len(arguments) == 1 and arguments[0] is LOCATION_POINTER):
        raise ValueError(f"invalid number of arguments (expected 0, got {len(arguments)})")
    return TIME


def _date(name: str, arguments: Arguments) -> GoType:
    if not arguments:
        raise ValueError("invalid number of arguments (expected at least 1, got 0)")
    if arguments[0] is LOCATION_POINTER:
        arguments = arguments[1:]
    if len(arguments) > 3:
        raise ValueError(f"invalid number of arguments (expected at most 3, got {len(arguments)})")
    return TIME


_INVALID = "invalid argument for {name} (type {type})"
_COUNTED = frozenset({"array", "map", "slice", "string", "interface"})
_CONVERTED = _NUMBERS | {"interface", "string"}
_MAPS = frozenset({"interface", "map"})
_VALIDATE: dict[str, Callable[[str, Arguments], GoType]] = {
    "len": _one(_COUNTED, _INVALID, go.INT),
    "abs": _one(_NUMBERS | {"interface"}, _INVALID, None),
    **dict.fromkeys(("ceil", "floor", "round"), _one(_NUMBERS | {"interface"}, _INVALID, go.FLOAT)),
    "int": _one(_CONVERTED, _INVALID, go.INT),
    "float": _one(_CONVERTED, _INVALID, go.FLOAT),
    **dict.fromkeys(("max", "min", "mean", "median"), _aggregate),
    "now": _now,
    "date": _date,
    "first": _first,
    "last": _first,
    "take": _take,
    "keys": _one(_MAPS, "cannot get {name} from {type}", go.ARRAY),
    "values": _one(_MAPS, "cannot get {name} from {type}", go.ARRAY),
    "toPairs": _one(_MAPS, "cannot transform {type} to pairs", go.ARRAY),
    "fromPairs": _one(_SEQUENCES, "cannot transform {type} from pairs", go.ANY_MAP),
    **dict.fromkeys(("reverse", "uniq", "flatten"), _one(_SEQUENCES, "cannot {name} {type}", go.ARRAY)),
    "concat": _concat,
}
