"""What is known of a value before there is one: the kinds it can be of, and what can be read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kargoui.core.catalog import MISSING, Field
from kargoui.core.expr.gotypes import BYTE_SLICE, MAP, STRING_MAP, Nature

Kinds = frozenset[str]
NIL, BOOL, NUMBER, STRING, ARRAY, OBJECT = "nil", "boolean", "number", "string", "array", "object"
OTHER: Final = "other"  # structs, functions, times, bytes, strings of a named type
ANY: Final = frozenset({NIL, BOOL, NUMBER, STRING, ARRAY, OBJECT, OTHER})
SCALARS: Final = frozenset({BOOL, NUMBER, STRING})
MAYBE_NIL: Final = ANY - SCALARS  # maps, lists and pointers that are nil equal it
# Formats of Fields: what is a struct, not a map; a string of a Go type of its own
STRUCT: Final = "struct"
NAMED: Final = "named"

_OF_FIELD: Final = {"object": OBJECT, "array": ARRAY, "boolean": BOOL, "integer": NUMBER, "number": NUMBER}
_OF_GO: Final = {
    "bool": frozenset({BOOL}),
    "string": frozenset({STRING}),
    "slice": frozenset({ARRAY, NIL}),
    "array": frozenset({ARRAY}),
    **dict.fromkeys(("int", "int64", "uint8", "uint64", "float64"), frozenset({NUMBER})),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What one node can give; of one that can only fail, nothing is known.

    `field` says what can be read from it, `path` how it is written, `value` what it surely is. `stops`: a
    `?.` may have ended the chain that it is part of.
    """

    kinds: Kinds = ANY
    field: Field | None = None
    path: str = ""
    value: object = MISSING
    stops: bool = False

    @property
    def is_nil(self) -> bool:
        return self.kinds == {NIL}

    @property
    def stopped(self) -> bool:
        """A `?.` has surely ended the chain."""
        return self.stops and self.is_nil


UNKNOWN: Final = Shape()


def of_kinds(*kinds: str) -> Shape:
    return Shape(frozenset(kinds))


def constant(value: bool | str) -> Shape:
    return Shape(frozenset({BOOL if isinstance(value, bool) else STRING}), value=value)


def of_field(field: Field, path: str) -> Shape:
    """The shape of a part of something; nil too, unless it is always there."""
    kinds = ANY
    if field.type == "string":
        kinds = frozenset({OTHER if field.format == NAMED else STRING})
    elif field.type in _OF_FIELD:
        kinds = frozenset({_OF_FIELD[field.type]})
    if field.nullable or not field.required:
        return Shape(kinds | {NIL}, field, path)
    value = field.enum[0] if len(field.enum) == 1 and isinstance(field.enum[0], str | bool) else MISSING
    return Shape(kinds, field, path, value)


def of_nature(nature: Nature) -> Shape:
    """The shape of what Go's type is known of."""
    if nature.nil:
        return of_kinds(NIL)
    if nature.type is None or nature.unknown:
        return UNKNOWN
    if nature.type in {MAP, STRING_MAP}:
        return of_kinds(OBJECT, NIL)
    if nature.type.package or nature.type is BYTE_SLICE:
        return of_kinds(OTHER, NIL)
    return Shape(_OF_GO.get(nature.kind, frozenset({OTHER, NIL})))


def either(one: Shape, other: Shape) -> Shape:
    """The shape of what may be the one or the other."""
    if one.value == other.value and one.kinds == other.kinds:
        return Shape(one.kinds, value=one.value)
    return Shape(one.kinds | other.kinds)
