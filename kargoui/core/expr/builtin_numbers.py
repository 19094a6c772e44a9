"""Builtins on numbers: rounding, conversion, aggregates and bits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from kargoui.core.expr import operators
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.numerals import parse_float, parse_int, wrapped
from kargoui.core.expr.operators import is_int, is_number
from kargoui.core.expr.run import Run
from kargoui.core.expr.values import Unknown, UnknownValue, float_of, truncated, type_name

_MAX_DEPTH = 200


def _invalid(name: str, value: object) -> Fault:
    return Fault(f"invalid argument for {name} (type {type_name(value)})")


def _abs(run: Run, value: Any) -> object:
    if isinstance(value, float):
        return -value if value < 0 else value
    if is_int(value):
        return value if value >= 0 else wrapped(-int(value))
    raise _invalid("abs", value)


def _round(value: float) -> float:
    """Half away from zero."""
    if not math.isfinite(value) or value == math.trunc(value):
        return value
    whole = math.floor(abs(value))
    return math.copysign(float(whole + (abs(value) - whole >= 0.5)), value)


def _rounding(name: str, rounded: Callable[[float], float]) -> Callable[..., object]:
    def apply(run: Run, value: Any) -> object:
        if not is_number(value):
            raise _invalid(name, value)
        number = float(value)
        return math.copysign(float(rounded(number)), number) if math.isfinite(number) else number

    return apply


def _int(run: Run, value: Any) -> object:
    if isinstance(value, float):
        return truncated(value)
    if type(value) is str:
        number = parse_int(value)
        if number is None:
            raise Fault(f"invalid operation: int({value})")
        return number
    if isinstance(value, int) and not isinstance(value, bool):
        return wrapped(int(value))
    raise Fault(f"invalid operation: int({type_name(value)})")


def _float(run: Run, value: Any) -> object:
    if type(value) is str:
        try:
            return parse_float(value)
        except ValueError:
            raise Fault(f"invalid operation: float({value})") from None
    return float_of(value)


Replaces = Callable[[Run, Any, Any], object]


def _extreme(name: str, replaces: Replaces) -> Callable[..., object]:
    def extreme(run: Run, *arguments: object) -> object:
        best: object = None
        for argument in arguments:
            if isinstance(argument, list | bytes):
                found = _best_of(run, name, replaces, argument, 1)
            elif is_number(argument):
                found = argument
            elif len(arguments) == 1:
                return argument
            else:
                raise _invalid(name, argument)
            best = _better(run, replaces, best, found)
        return best

    return extreme


def _better(run: Run, replaces: Replaces, best: object, found: object) -> object:
    return found if found is not None and (best is None or replaces(run, best, found)) else best


def _best_of(run: Run, name: str, replaces: Replaces, items: Any, depth: int) -> object:
    """The least or greatest number of a list, whatever lists it is in."""
    if depth > _MAX_DEPTH:
        raise Fault("recursion depth exceeded")
    best: object = None
    for item in items:
        run.step()
        if isinstance(item, Unknown):
            raise UnknownValue(item)
        if isinstance(item, list | bytes):
            found = _best_of(run, name, replaces, item, depth + 1)
        elif is_number(item):
            found = item
        else:
            raise _invalid(name, item)
        best = _better(run, replaces, best, found)
    return best


def _numbers(run: Run, name: str, values: Any, depth: int = 0) -> Iterator[float]:
    if depth > _MAX_DEPTH:
        raise Fault("recursion depth exceeded")
    for value in values:
        run.step()
        if isinstance(value, Unknown):
            raise UnknownValue(value)
        if isinstance(value, (list, bytes)):
            yield from _numbers(run, name, value, depth + 1)
        elif isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
            yield float(value)
        else:
            raise _invalid(name, value)


def _mean(run: Run, *arguments: object) -> object:
    values = list(_numbers(run, "mean", arguments))
    total = 0.0
    for value in values:
        total += value
    return total / len(values) if values else 0.0


def _median(run: Run, *arguments: object) -> object:
    values = sorted(_numbers(run, "median", arguments), key=lambda value: (not math.isnan(value), value))
    middle = len(values) // 2
    if not values:
        return 0.0
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _bits(name: str, apply: Callable[[int, int], int]) -> Callable[..., object]:
    def bits(run: Run, one: object, other: object) -> object:
        return wrapped(apply(_bit_operand(name, one), _bit_operand(name, other)))

    return bits


def _bit_operand(name: str, value: object) -> int:
    if is_int(value):
        return wrapped(int(value))  # type: ignore[call-overload]
    raise Fault(f"cannot use {type_name(value)} as argument (type int) to call {name}")


def _shift(apply: Callable[[int, int], int]) -> Callable[[int, int], int]:
    def shift(value: int, count: int) -> int:
        if count < 0:
            raise Fault(f"invalid operation: negative shift count {count} (type int)")
        return apply(value, min(count, 64))

    return shift


def _bitnot(run: Run, value: object) -> object:
    return ~_bit_operand("bitnot", value)


NUMBERS: dict[str, Callable[..., object]] = {
    "abs": _abs,
    "ceil": _rounding("ceil", math.ceil),
    "floor": _rounding("floor", math.floor),
    "round": _rounding("round", _round),
    "int": _int,
    "float": _float,
    "max": _extreme("max", operators.less),
    "min": _extreme("min", operators.more),
    "mean": _mean,
    "median": _median,
    "bitand": _bits("bitand", lambda one, other: one & other),
    "bitor": _bits("bitor", lambda one, other: one | other),
    "bitxor": _bits("bitxor", lambda one, other: one ^ other),
    "bitnand": _bits("bitnand", lambda one, other: one & ~other),
    "bitshl": _bits("bitshl", _shift(lambda value, count: value << count)),
    "bitshr": _bits("bitshr", _shift(lambda value, count: value >> count)),
    "bitushr": _bits("bitushr", _shift(lambda value, count: (value % 2**64) >> count)),
    "bitnot": _bitnot,
}
