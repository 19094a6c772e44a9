"""Which types an operator takes, and what it gives."""

from __future__ import annotations

from re2 import error as RegexError  # noqa: N812 - named as an error

from kargoui.core.expr import gotypes as go
from kargoui.core.expr import nodes
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gotimes import DURATION, TIME
from kargoui.core.expr.gotypes import NIL, UNKNOWN, Nature, of
from kargoui.core.expr.regex import compile_regex

_BOOL, _NUMBER, _INTEGER, _STRING, _TIME, _DURATION = (
    "bool",
    "number",
    "integer",
    "string",
    "time",
    "duration",
)
_ORDERED = (_NUMBER, _STRING, _TIME, _DURATION)
_CHECKS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("or", "||", "and", "&&"), (_BOOL,)),
    **dict.fromkeys(("<", ">", ">=", "<=", "+"), _ORDERED),
    "-": (_NUMBER, _TIME, _DURATION),
    "*": (_NUMBER, _DURATION),
    **dict.fromkeys(("/", "**", "^"), (_NUMBER,)),
    "%": (_INTEGER,),
    "..": (_INTEGER,),
    **dict.fromkeys(("matches", "contains", "startsWith", "endsWith"), (_STRING,)),
}
_BOOLEAN = frozenset(
    {"or", "||", "and", "&&", "<", ">", ">=", "<=", "matches", "contains", "startsWith", "endsWith"}
)
_DURATIONS = {
    ("-", TIME, TIME): DURATION,
    ("-", TIME, DURATION): TIME,
    ("-", DURATION, DURATION): DURATION,
    ("*", DURATION, DURATION): DURATION,
    ("+", TIME, DURATION): TIME,
    ("+", DURATION, TIME): TIME,
    ("+", DURATION, DURATION): DURATION,
}


def binary(node: nodes.Binary, left: Nature, right: Nature) -> Nature:
    """The nature of what a binary operator gives. Raises Fault where these types do not go together."""
    operator = node.operator
    if operator == "??":
        return _coalesce(left, right)
    if operator in {"==", "!="}:
        found = of(go.BOOL) if _comparable(left, right) else None
    elif operator == "in":
        found = _in(node, left, right)
    else:
        if operator == "matches" and isinstance(node.right, nodes.String):
            try:
                compile_regex(node.right.value)
            except RegexError as error:
                raise Fault(str(error), node.at) from None
        found = _exact(operator, left, right)
        if found is None and _maybe(left, right, _CHECKS[operator]):
            found = _loose(operator)
    if found is None:
        raise Fault(f"invalid operation: {operator} (mismatched types {left} and {right})", node.at)
    return found


def _loose(operator: str) -> Nature:
    if operator in _BOOLEAN:
        return of(go.BOOL)
    if operator in {"/", "**", "^"}:
        return of(go.FLOAT)
    if operator == "..":
        return go.array_of(of(go.INT))
    return of(go.INT) if operator == "%" else UNKNOWN


def _exact(operator: str, left: Nature, right: Nature) -> Nature | None:
    """What is given where both types are known; None where they do not go together."""
    if left.type is None or right.type is None:
        return None
    if (operator, left.type, right.type) in _DURATIONS:
        return of(_DURATIONS[operator, left.type, right.type])
    if operator == "*" and DURATION in {left.type, right.type} and (left.is_number or right.is_number):
        return of(DURATION)
    if operator == "matches" and left.type is go.BYTE_SLICE and right.kind == "string":
        return of(go.BOOL)
    shared = [check for check in _CHECKS[operator] if _is(left, check) and _is(right, check)]
    if not shared:
        return None
    if operator in {"+", "-", "*"}:
        if shared[0] is _STRING:
            return of(go.STRING)
        if shared[0] is not _NUMBER:
            return None
        return of(go.FLOAT) if go.FLOAT in {left.type, right.type} else of(go.INT)
    return _loose(operator)


def _is(nature: Nature, check: str) -> bool:
    if check is _NUMBER:
        return nature.is_number
    if check is _INTEGER:
        return nature.is_integer
    if check is _TIME:
        return nature.type is TIME
    if check is _DURATION:
        return nature.type is DURATION
    return nature.kind == check


def _maybe(left: Nature, right: Nature, checks: tuple[str, ...]) -> bool:
    if left.unknown:
        return right.unknown or any(_is(right, check) for check in checks)
    return right.unknown and any(_is(left, check) for check in checks)


def _comparable(left: Nature, right: Nature) -> bool:
    if left.unknown or right.unknown or left.nil or right.nil:
        return True
    if (left.is_number and right.is_number) or (left.is_array and right.is_array):
        return True
    return left.assignable_to(right)


def _in(node: nodes.Binary, left: Nature, right: Nature) -> Nature | None:
    if right.kind == "struct" and (left.kind == "string" or left.unknown):
        return of(go.BOOL)
    if right.type is not None and right.kind == "map":
        if not left.unknown and not left.assignable_to(of(right.type.key)):
            raise Fault(f"cannot use {left} as type {of(right.type.key)} in map key", node.at)
        return of(go.BOOL)
    if right.is_array:
        if not _comparable(left, right.element):
            raise Fault(f"cannot use {left} as type {right.element} in array", node.at)
        return of(go.BOOL)
    if right.unknown or (left.unknown and right.kind == "string"):
        return of(go.BOOL)
    return None


def _coalesce(left: Nature, right: Nature) -> Nature:
    if left.nil or right.nil:
        return NIL if left.nil and right.nil else (right if left.nil else left)
    return left if right.assignable_to(left) else UNKNOWN
