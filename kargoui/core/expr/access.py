"""Reading a part of a value: keys, indices, fields, methods and slices, as expr-lang's runtime does."""

from __future__ import annotations

from typing import Any

from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gotypes import GoType
from kargoui.core.expr.operators import string_key
from kargoui.core.expr.printing import float_text
from kargoui.core.expr.semver import GoVersion, call_method
from kargoui.core.expr.timemethods import call_time_method
from kargoui.core.expr.values import (
    AnyMap,
    Groups,
    Method,
    NilPointer,
    PairArray,
    StringMap,
    Struct,
    Uint8,
    Unknown,
    int_of,
    map_key,
    raw,
    text_of,
    type_name,
)


def fetch(value: Any, key: Any) -> object:
    """runtime.Fetch. Raises Fault where there is nothing to read from, or no such index."""
    if isinstance(value, Unknown):
        return value
    if isinstance(key, Unknown):
        return key
    if isinstance(value, (list, str, bytes)):
        return _indexed(value, key)
    if isinstance(value, AnyMap):
        return value.get(map_key(key), None if not isinstance(value, Groups) else [])
    if isinstance(value, StringMap):
        return value.get(string_key(key), "")
    if isinstance(value, dict):
        return value.get(string_key(key))
    if isinstance(key, str) and value is not None:
        if key in value_methods(value):
            return method_of(value, key)
        if isinstance(value, Struct) and key in value.fields:
            return value.fields[key]
    raise Fault(f"cannot fetch {_shown(key)} from {type_name(value)}")


def value_methods(value: object) -> Any:
    kind = getattr(value, "type", None)
    return getattr(kind, "methods", {}) if not isinstance(value, (Struct, NilPointer)) else {}


def _shown(key: object) -> str:
    if isinstance(key, bool):
        return str(key).lower()
    if isinstance(key, float):
        return float_text(key)
    return "<nil>" if key is None else str(key)


def _indexed(value: Any, key: object) -> object:
    content = raw(value) if isinstance(value, str) else value
    index, length = int_of(key), len(content)
    if index < 0:
        index += length
    if not 0 <= index < length:
        raise Fault(f"index out of range: {index} (array length is {length})")
    return Uint8(content[index]) if isinstance(content, bytes) else content[index]


def get(value: Any, key: Any) -> object:
    """The builtin `get`: as fetch, but nil for what is not there."""
    if value is None:
        return None
    if isinstance(value, (list, str, bytes)):
        content = raw(value) if isinstance(value, str) else value
        index = int_of(key)
        index += len(content) if index < 0 else 0
        if not 0 <= index < len(content):
            return None
        return Uint8(content[index]) if isinstance(content, bytes) else content[index]
    if isinstance(value, AnyMap):
        return value.get(map_key(key))
    if isinstance(value, dict):
        return value.get(string_key(key))
    if isinstance(key, str) and key in value_methods(value):
        return method_of(value, key)
    if isinstance(value, Struct) and not value.pointer:
        if type(key) is not str:
            shown = "nil" if key is None else type_name(key)
            raise Fault(f"interface conversion: interface {{}} is {shown}, not string")
        return value.fields.get(key)
    return None


def field_of(value: Any, kind: GoType, name: str) -> object:
    """A field that the checker has found in a struct; lists may hold others, which are read by its number."""
    if type(value) is Struct:
        if value.type is kind:
            return value.fields[name]
        number, names = list(kind.fields).index(name), list(value.type.fields)
        if number >= len(names):
            raise Fault("reflect: Field index out of range")
        return value.fields[names[number]]
    if isinstance(value, Unknown):
        return value
    if isinstance(value, NilPointer):
        raise Fault("reflect: call of reflect.Value.Field on zero Value")
    raise Fault(f"cannot get {name} from {type_name(value)}")


def method_of(value: Any, name: str) -> object:
    """A method that the checker has found, bound to the value."""
    if isinstance(value, Unknown):
        return value
    kind = getattr(value, "type", None)
    if kind is None or name not in kind.methods:
        raise Fault(f"cannot fetch {name} from {type_name(value)}")
    if isinstance(value, GoVersion):
        return Method(kind.methods[name], lambda *arguments: call_method(value, name, list(arguments)))
    return Method(kind.methods[name], lambda *arguments: call_time_method(value, name, arguments))


def slice_of(value: Any, low: object, high: object, *, to_end: bool) -> object:
    """runtime.Slice, between bounds that may count from the end."""
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, (list, str, bytes)):
        if to_end and not isinstance(value, dict):
            raise Fault(f"invalid argument for len (type {type_name(value)})")
        raise Fault(f"cannot slice {_shown(low)}")
    content: Any = raw(value) if isinstance(value, str) else value
    length = len(content)
    start, stop = int_of(low), (length if to_end else int_of(high))
    start = max(start + length, 0) if start < 0 else start
    stop = min(max(stop + length, 0) if stop < 0 else stop, length)
    part = content[min(start, stop) : stop]
    if isinstance(value, str):
        return text_of(part)
    if isinstance(value, PairArray):
        return list(part)
    return type(value)(part) if isinstance(value, list) else part
