"""Operators as closures: the common types first, everything else through operators.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import re2

from kargoui.core.expr import gotypes as go
from kargoui.core.expr import nodes, operators
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gotypes import GoType
from kargoui.core.expr.regex import matches
from kargoui.core.expr.run import Run
from kargoui.core.expr.values import Struct, Unknown, UnknownValue, depends, expect, is_nil, raw, type_name

Eval = Callable[[Run], object]
Slow = Callable[[Run, Any, Any], object]
_SIMPLE = frozenset({str, int, bool, float})


def unary(operator: str, inner: Eval, at: int) -> Eval:
    if operator == "+":
        return inner
    if operator == "-":
        return _one(inner, operators.negate, at)

    def invert(run: Run) -> object:
        value = inner(run)
        if value is True:
            return False
        if value is False:
            return True
        if isinstance(value, Unknown):
            return value
        try:
            return not expect(value, bool, "bool")
        except Fault as fault:
            raise fault.placed(at) from None

    return invert


def _one(inner: Eval, slow: Callable[[Run, Any], object], at: int) -> Eval:
    def apply(run: Run) -> object:
        value = inner(run)
        try:
            return slow(run, value)
        except Fault as fault:
            raise fault.placed(at) from None

    return apply


def binary(node: nodes.Binary, left: Eval, right: Eval, types: tuple[GoType | None, GoType | None]) -> Eval:
    operator, at = node.operator, node.at
    if operator in {"&&", "and"}:
        return _and(left, right, at)
    if operator in {"||", "or"}:
        return _or(left, right, at)
    if operator in {"==", "!="}:
        return _equality(node, left, right, types)
    if operator == "in" and isinstance(node.right, nodes.ConstantSet):
        return _two(left, right, _in_set, at)
    if operator == "+":
        return _add(left, right, at)
    return _two(left, right, _SLOW[operator], at)


def _two(left: Eval, right: Eval, slow: Slow, at: int) -> Eval:
    def apply(run: Run) -> object:
        one, other = left(run), right(run)
        try:
            return slow(run, one, other)
        except Fault as fault:
            raise fault.placed(at) from None
        except UnknownValue as found:
            return found.unknown

    return apply


def _add(left: Eval, right: Eval, at: int) -> Eval:
    def add(run: Run) -> object:
        one, other = left(run), right(run)
        if type(one) is str and type(other) is str and one.isascii() and len(one) + len(other) < 1000:
            return one + other
        try:
            return operators.add(run, one, other)
        except Fault as fault:
            raise fault.placed(at) from None

    return add


def _and(left: Eval, right: Eval, at: int) -> Eval:
    def both(run: Run) -> object:
        one = left(run)
        if one is True:
            return right(run)
        if one is False:
            return False
        return _doubted(run, one, right, False, at)

    return both


def _or(left: Eval, right: Eval, at: int) -> Eval:
    def either(run: Run) -> object:
        one = left(run)
        if one is True:
            return True
        if one is False:
            return right(run)
        return _doubted(run, one, right, True, at)

    return either


def _doubted(run: Run, one: object, right: Eval, decides: bool, at: int) -> object:
    """The right side decides where the left is unknown; whether its errors matter is unknown too."""
    if not isinstance(one, Unknown):
        try:
            return expect(one, bool, "bool")
        except Fault as fault:
            raise fault.placed(at) from None
    try:
        other = right(run)
    except (Fault, UnknownValue):
        return one
    return decides if other is decides else depends(one, other)


def _equality(
    node: nodes.Binary, left: Eval, right: Eval, types: tuple[GoType | None, GoType | None]
) -> Eval:
    at, wanted = node.at, node.operator == "=="
    if isinstance(node.right, nodes.Nil):
        return _equals_nil(left, wanted)
    strict: tuple[type, str] | None = None
    if types[0] is types[1] and types[0] in {go.INT, go.STRING}:
        strict = (int, "int") if types[0] is go.INT else (str, "string")

    def equality(run: Run) -> object:
        one, other = left(run), right(run)
        kind = type(one)
        if kind is type(other) and kind in _SIMPLE:
            return (one == other) is wanted
        try:
            if strict is not None and not isinstance(one, Unknown) and not isinstance(other, Unknown):
                expect(one, *strict)
                expect(other, *strict)
            found = operators.equal(run, one, other)
        except Fault as fault:
            raise fault.placed(at) from None
        except UnknownValue as unknown:
            return unknown.unknown
        return found if isinstance(found, Unknown) else found is wanted

    return equality


def _equals_nil(left: Eval, wanted: bool) -> Eval:
    def equals_nil(run: Run) -> object:
        value = left(run)
        if value is None:
            return wanted
        kind = type(value)
        if kind is Struct or kind is str:
            return not wanted
        return value if kind is Unknown else is_nil(value) is wanted

    return equals_nil


def _in_set(run: Run, needle: object, members: nodes.ConstantSet) -> object:
    if isinstance(needle, Unknown):
        return needle
    if members.of == "string":
        return operators.string_key(needle) in members.members
    if type(needle) is not int:
        shown = type_name(needle)
        if needle is None:
            return 0 in members.members
        raise Fault(f"reflect.Value.MapIndex: value of type {shown} is not assignable to type int")
    return needle in members.members


def _text_test(test: Callable[[str, str], bool]) -> Slow:
    def tested(run: Run, one: object, other: object) -> object:
        if isinstance(one, Unknown) or isinstance(other, Unknown):
            return depends(one, other)
        if is_nil(one) or is_nil(other):
            return False
        return test(expect(one, str, "string"), expect(other, str, "string"))

    return tested


def _contains(text: str, part: str) -> bool:
    return part in text if text.isascii() else raw(part) in raw(text)


def _matches(run: Run, one: object, other: object) -> object:
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return depends(one, other)
    if is_nil(one) or is_nil(other):
        return False
    text: str | bytes = one if isinstance(one, str | bytes) else expect(one, bytes, "[]uint8")
    try:
        return matches(expect(other, str, "string"), text)
    except re2.error as error:
        raise Fault(str(error)) from None


def conditional(condition: Eval, then: Eval, otherwise: Eval, at: int) -> Eval:
    def choose(run: Run) -> object:
        value = condition(run)
        if value is True:
            return then(run)
        if value is False:
            return otherwise(run)
        if isinstance(value, Unknown):
            return _either_way(run, value, then, otherwise)
        try:
            return expect(value, bool, "bool")
        except Fault as fault:
            raise fault.placed(at) from None

    return choose


def _either_way(run: Run, value: Unknown, then: Eval, otherwise: Eval) -> object:
    """What both branches give, where they agree."""
    try:
        one, other = then(run), otherwise(run)
    except (Fault, UnknownValue):
        return value
    if type(one) is type(other) and type(one) in _SIMPLE | {type(None)} and one == other:
        return one
    return depends(value, one, other)


_SLOW: dict[str, Slow] = {
    "-": operators.subtract,
    "*": operators.multiply,
    "/": operators.divide,
    "%": operators.modulo,
    "**": operators.exponent,
    "^": operators.exponent,
    "<": operators.less,
    ">": operators.more,
    "<=": operators.less_or_equal,
    ">=": operators.more_or_equal,
    "in": operators.contains,
    "..": operators.make_range,
    "contains": _text_test(_contains),
    "startsWith": _text_test(str.startswith),
    "endsWith": _text_test(lambda text, part: raw(text).endswith(raw(part))),
    "matches": _matches,
}
