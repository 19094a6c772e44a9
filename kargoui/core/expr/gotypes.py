"""Go's types as far as expressions meet them, and what the checker knows of a node: its Nature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class GoType:
    """`kind` is reflect's, in lower case; `package` the import path of a named type, "" for Go's own."""

    name: str
    kind: str
    element: GoType | None = None
    key: GoType | None = None
    package: str = ""
    fields: Mapping[str, GoType] = field(default_factory=dict)
    methods: Mapping[str, GoType] = field(default_factory=dict)
    parameters: tuple[GoType, ...] = ()
    results: tuple[GoType, ...] = ()
    variadic: bool = False

    def assignable_to(self, other: GoType) -> bool:
        return (
            self is other or other is ANY or (self.kind == "func" == other.kind and self.name == other.name)
        )


ANY = GoType("interface {}", "interface")
BOOL = GoType("bool", "bool")
INT = GoType("int", "int")
INT64 = GoType("int64", "int64")
UINT8 = GoType("uint8", "uint8")
UINT64 = GoType("uint64", "uint64")
FLOAT = GoType("float64", "float64")
STRING = GoType("string", "string")
ERROR = GoType("error", "interface", methods={})
BYTE_SLICE = GoType("[]uint8", "slice", UINT8)
ARRAY = GoType("[]interface {}", "slice", ANY)
STRING_SLICE = GoType("[]string", "slice", STRING)
INT_SLICE = GoType("[]int", "slice", INT)
FLOAT_SLICE = GoType("[]float64", "slice", FLOAT)
PAIR = GoType("[2]interface {}", "array", ANY)
PAIR_SLICE = GoType("[][2]interface {}", "slice", PAIR)
MAP = GoType("map[string]interface {}", "map", ANY, STRING)
STRING_MAP = GoType("map[string]string", "map", STRING, STRING)
ANY_MAP = GoType("map[interface {}]interface {}", "map", ANY, ANY)
GROUPS = GoType("map[interface {}][]interface {}", "map", ARRAY, ANY)

_INTEGERS = frozenset({"int", "int64", "uint8", "uint64"})


def function(parameters: tuple[GoType, ...], *results: GoType, variadic: bool = False) -> GoType:
    """A Go function's type."""
    shown = ", ".join(parameter.name for parameter in parameters)
    if len(results) == 1:
        out = " " + results[0].name
    else:
        out = " (" + ", ".join(result.name for result in results) + ")" if results else ""
    name = f"func({shown}){out}"
    return GoType(name, "func", parameters=parameters, results=results, variadic=variadic)


@dataclass(frozen=True, slots=True, eq=False)
class Nature:
    """What is known of a value before it is there: nothing where `type` is None and it is not nil."""

    type: GoType | None = None
    nil: bool = False
    ref: Nature | None = None
    overloads: tuple[GoType, ...] = ()

    @property
    def unknown(self) -> bool:
        return (self.type is None and not self.nil) or self.type is ANY

    @property
    def kind(self) -> str:
        return self.type.kind if self.type is not None else ""

    @property
    def is_integer(self) -> bool:
        return self.type is not None and self.type.kind in _INTEGERS and not self.type.package

    @property
    def is_number(self) -> bool:
        return self.is_integer or self.type is FLOAT

    @property
    def is_array(self) -> bool:
        return self.kind in {"slice", "array"}

    @property
    def element(self) -> Nature:
        if self.type is None:
            return UNKNOWN
        if self.is_array and self.ref is not None:
            return self.ref
        return of(self.type.element)

    def assignable_to(self, other: Nature) -> bool:
        if self.nil and other.kind in {"ptr", "interface", "func", "map", "slice"}:
            return True
        return self.type is not None and other.type is not None and self.type.assignable_to(other.type)

    def __str__(self) -> str:
        return self.type.name if self.type is not None else "unknown"


UNKNOWN = Nature()
NIL = Nature(nil=True)
_NATURES: dict[GoType, Nature] = {}


def of(kind: GoType | None) -> Nature:
    """The nature of a value of a type."""
    if kind is None:
        return UNKNOWN
    nature = _NATURES.get(kind)
    return nature if nature is not None else _NATURES.setdefault(kind, Nature(kind))


def array_of(element: Nature) -> Nature:
    """A []interface{} whose elements are known to be of a nature."""
    return Nature(ARRAY, ref=element)
