"""Go's values in Python. Most are Python's own (None bool int float str bytes list dict); here are others.

A str may hold bytes that are no UTF-8, each as a lone surrogate (surrogateescape), as slicing may leave them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from kargoui.core.expr import gotypes as go
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gotypes import GoType
from kargoui.core.expr.instants import Zone
from kargoui.core.expr.numerals import wrapped


class Unknown:
    """A value that is not known beforehand; `reasons` name what it depends on."""

    __slots__ = ("reasons",)

    def __init__(self, *reasons: str) -> None:
        self.reasons = frozenset(reasons)

    def __repr__(self) -> str:
        return f"Unknown({', '.join(sorted(self.reasons))})"

    def __str__(self) -> str:
        return f"depends on {', '.join(sorted(self.reasons))}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and self.reasons == other.reasons

    def __hash__(self) -> int:
        return hash(self.reasons)


def depends(*values: object) -> Unknown:
    """Unknown, for all that those of the values depend on which are unknown."""
    reasons: set[str] = set()
    for value in values:
        if isinstance(value, Unknown):
            reasons |= value.reasons
    return Unknown(*reasons)


class Strings(list[object]):
    """[]string"""


class Ints(list[object]):
    """[]int"""


class Pairs(list[object]):
    """[][2]interface{}"""


class PairArray(list[object]):
    """[2]interface{}"""


class NilList(list[object]):
    """A nil []interface{}."""


class StringMap(dict[str, object]):
    """map[string]string"""


class NilStringMap(StringMap):
    """A nil map[string]string."""


class AnyMap(dict[Any, object]):
    """map[interface{}]interface{}; its keys are what `map_key` makes of Go's."""

    type = go.ANY_MAP


class Groups(AnyMap):
    """map[interface{}][]interface{}, as groupBy gives it."""

    type = go.GROUPS


def map_key(value: object) -> tuple[str, object]:
    """A key that tells 1, 1.0 and true apart, as Go does. Raises Fault where Go cannot hash the value."""
    if isinstance(value, (list, dict, bytes)) and not isinstance(value, PairArray):
        raise Fault(f"runtime error: hash of unhashable type {type_name(value)}")
    if isinstance(value, Struct):
        return (type_name(value), id(value.fields))
    return (type_name(value), tuple(map(map_key, value)) if isinstance(value, PairArray) else value)


class Uint64(int):
    pass


class Uint8(int):
    pass


class Int64(int):
    pass


class NamedString(str):
    """A string of a type of Kargo's."""

    type: GoType

    def __new__(cls, text: str, kind: GoType) -> NamedString:
        made = super().__new__(cls, text)
        made.type = kind
        return made


class Struct:
    """A struct, or a pointer to one; `fields` by Go's names."""

    __slots__ = ("fields", "pointer", "type")

    def __init__(self, kind: GoType, fields: Mapping[str, object], *, pointer: bool = False) -> None:
        self.type = kind
        self.fields = fields
        self.pointer = pointer

    @property
    def value(self) -> Struct:
        return Struct(self.type, self.fields) if self.pointer else self


class NilPointer:
    """A nil *T: it equals nil, but is no nil interface."""

    __slots__ = ("type",)

    def __init__(self, kind: GoType) -> None:
        self.type = kind


class Method:
    """A method of a value, not called yet."""

    __slots__ = ("call", "type")

    def __init__(self, kind: GoType, call: Callable[..., object]) -> None:
        self.type = kind
        self.call = call


_NAMES: dict[type, str] = {
    type(None): "<nil>",
    bool: "bool",
    int: "int",
    float: "float64",
    str: "string",
    bytes: "[]uint8",
    list: "[]interface {}",
    NilList: "[]interface {}",
    dict: "map[string]interface {}",
    Strings: "[]string",
    Ints: "[]int",
    Pairs: "[][2]interface {}",
    PairArray: "[2]interface {}",
    StringMap: "map[string]string",
    NilStringMap: "map[string]string",
    Uint64: "uint64",
    Uint8: "uint8",
    Int64: "int64",
}


def type_name(value: object) -> str:
    """What Go prints for %T."""
    name = _NAMES.get(type(value))
    if name is None:
        kind: GoType = getattr(value, "type")  # noqa: B009 - every other value has one
        pointer = isinstance(value, NilPointer) or (isinstance(value, Struct) and value.pointer)
        name = f"*{kind.name}" if pointer else kind.name
    return name


_KINDS = {"string": "string", "bool": "bool", "int": "int", "float64": "float64", "<nil>": "invalid"}


def kind_of(value: object) -> str:
    """reflect's kind of a value."""
    if isinstance(value, PairArray):
        return "array"
    if isinstance(value, (list, bytes)):
        return "slice"
    if isinstance(value, dict):
        return "map"
    name = _NAMES.get(type(value))
    if name is not None:
        return _KINDS.get(name, name)
    if isinstance(value, NilPointer) or (isinstance(value, Struct) and value.pointer):
        return "ptr"
    return str(getattr(value, "type").kind)  # noqa: B009 - every other value has one


def is_nil(value: object) -> bool:
    return value is None or isinstance(value, (NilPointer, NilList, NilStringMap))


def deref(value: object) -> object:
    """What a pointer points to: a struct's copy, nil for a nil pointer."""
    if isinstance(value, NilPointer):
        return None
    if isinstance(value, Zone):
        return replace(value, pointer=False)
    return value.value if isinstance(value, Struct) else value


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def text_of(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def joined(parts: Iterable[str], between: str = "") -> str:
    """Strings one after the other: halves of a character become one again."""
    text = between.join(parts)
    return text if text.isascii() else text_of(raw(text))


def expect(value: object, kind: type, name: str) -> Any:
    """Go's type assertion: raises its panic where the value is of another type."""
    if type(value) is kind:
        return value
    if isinstance(value, Unknown):
        raise UnknownValue(value)
    shown = "nil" if value is None else type_name(value)
    raise Fault(f"interface conversion: interface {{}} is {shown}, not {name}")


class UnknownValue(Exception):  # noqa: N818 - no error: it makes what is evaluated unknown
    """Stops what needs a value that is not known."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown)
        self.unknown = unknown


def int_of(value: object) -> int:
    """runtime.ToInt."""
    if isinstance(value, int) and not isinstance(value, bool) and not hasattr(value, "type"):
        return wrapped(int(value))
    if isinstance(value, float):
        return truncated(value)
    if isinstance(value, Unknown):
        raise UnknownValue(value)
    raise Fault(f"invalid operation: int({type_name(value)})")


def float_of(value: object) -> float:
    """runtime.ToFloat64."""
    if isinstance(value, int) and not isinstance(value, bool) and not hasattr(value, "type"):
        return float(value)
    if isinstance(value, float):
        return value
    if isinstance(value, Unknown):
        raise UnknownValue(value)
    raise Fault(f"invalid operation: float({type_name(value)})")


def truncated(value: float) -> int:
    """int(f) as amd64 does it: the smallest int where it does not fit."""
    if -(2.0**63) <= value < 2.0**63:
        return int(value)
    return -(2**63)
