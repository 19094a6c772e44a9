"""What operators do with values, by Go's rules; compile_operators.py takes the short ways before."""

from __future__ import annotations

import math
import operator as python
from collections.abc import Callable
from typing import Any

from kargoui.core.expr.errors import Fault
from kargoui.core.expr.instants import Duration, Instant
from kargoui.core.expr.numerals import wrapped
from kargoui.core.expr.run import Run
from kargoui.core.expr.values import (
    AnyMap,
    Ints,
    NilPointer,
    Struct,
    Uint8,
    Unknown,
    depends,
    deref,
    float_of,
    int_of,
    is_nil,
    joined,
    map_key,
    type_name,
)


def is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and not hasattr(value, "type")


def is_number(value: object) -> bool:
    return isinstance(value, float) or is_int(value)


def mismatch(symbol: str, left: object, right: object) -> Fault:
    return Fault(f"invalid operation: {type_name(deref(left))} {symbol} {type_name(deref(right))}")


def add(run: Run, left: Any, right: Any) -> object:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return depends(left, right)
    if is_number(left) and is_number(right):
        return _number(left + right)
    if type(left) is str and type(right) is str:
        run.grow_text(len(left) + len(right))
        return joined((left, right))
    if isinstance(left, Instant) and isinstance(right, Duration):
        return left.add(right)
    if isinstance(left, Duration) and isinstance(right, Instant):
        return right.add(left)
    if isinstance(left, Duration) and isinstance(right, Duration):
        return Duration(wrapped(int(left) + int(right)))
    raise mismatch("+", left, right)


def _number(value: float) -> object:
    return value if isinstance(value, float) else wrapped(int(value))


def subtract(run: Run, left: Any, right: Any) -> object:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return depends(left, right)
    if is_number(left) and is_number(right):
        return _number(left - right)
    if isinstance(left, Instant) and isinstance(right, Instant):
        return left.since(right)
    if isinstance(left, Instant) and isinstance(right, Duration):
        return left.add(-int(right))
    if isinstance(left, Duration) and isinstance(right, Duration):
        return Duration(wrapped(int(left) - int(right)))
    raise mismatch("-", left, right)


def multiply(run: Run, left: Any, right: Any) -> object:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return depends(left, right)
    if is_number(left) and is_number(right):
        return _number(left * right)
    durations = isinstance(left, Duration), isinstance(right, Duration)
    if any(durations) and (durations[0] or is_number(left)) and (durations[1] or is_number(right)):
        # a float gives a float64, an int a Duration: the helpers' cast is by the more general type
        if isinstance(left, float) or isinstance(right, float):
            return float(left) * float(right)
        return Duration(wrapped(int(left) * int(right)))
    raise mismatch("*", left, right)


def divide(run: Run, left: Any, right: Any) -> object:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return depends(left, right)
    if is_number(left) and is_number(right):
        return quotient(float(left), float(right))
    raise mismatch("/", left, right)


def quotient(left: float, right: float) -> float:
    if right:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def modulo(run: Run, left: Any, right: Any) -> object:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return depends(left, right)
    if is_int(left) and is_int(right):
        if not right:
            raise Fault("runtime error: integer divide by zero")
        return remainder(int(left), int(right))
    raise mismatch("%", left, right)


def remainder(left: int, right: int) -> int:
    found = abs(left) % abs(right)
    return -found if left < 0 else found


def exponent(run: Run, left: Any, right: Any) -> object:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return depends(left, right)
    return power(float_of(left), float_of(right))


def power(base: float, exponent: float) -> float:
    """math.Pow, with Go's special cases where Python raises."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        odd = exponent == math.floor(exponent) and exponent % 2 == 1
        return -math.inf if base < 0 and odd else math.inf
    except ValueError:
        if base == 0:
            odd = exponent == math.floor(exponent) and exponent % 2 == 1
            return math.copysign(math.inf, base) if odd else math.inf
        return math.nan


def ordering(symbol: str, compare: Callable[[Any, Any], bool]) -> Callable[[Run, Any, Any], object]:
    def ordered(run: Run, left: Any, right: Any) -> object:
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return depends(left, right)
        if is_number(left) and is_number(right):
            return compare(left, right) if type(left) is type(right) else compare(float(left), float(right))
        if type(left) is str and type(right) is str:
            return compare(left.encode("utf-8", "surrogateescape"), right.encode("utf-8", "surrogateescape"))
        if isinstance(left, Instant) and isinstance(right, Instant):
            return compare(left.nanoseconds, right.nanoseconds)
        if isinstance(left, Duration) and isinstance(right, Duration):
            return compare(int(left), int(right))
        raise mismatch(symbol, left, right)

    return ordered


less = ordering("<", python.lt)
more = ordering(">", python.gt)
less_or_equal = ordering("<=", python.le)
more_or_equal = ordering(">=", python.ge)


def negate(run: Run, value: Any) -> object:
    if isinstance(value, Unknown):
        return value
    if isinstance(value, float):
        return -value
    if is_int(value):
        if isinstance(value, Uint8):
            return Uint8(-value & 0xFF)
        return type(value)(-value & (2**64 - 1)) if type(value).__name__ == "Uint64" else wrapped(-int(value))
    raise Fault(f"invalid operation: - {type_name(deref(value))}")


def equal(run: Run, left: Any, right: Any) -> object:
    """runtime.Equal; unknown where an unknown part decides."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return depends(left, right)
    if type(left) is type(right):
        if isinstance(left, (str, int, float, bytes)):
            return left == right
        if isinstance(left, Instant):
            return left.nanoseconds == right.nanoseconds
    if is_number(left) and is_number(right):
        return float(left) == float(right) if type(left) is not type(right) else left == right
    if is_nil(left) and is_nil(right):
        return True
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(run, left, right)
    return _deeply_equal(run, left, right)


def _equal_lists(run: Run, left: list[object], right: list[object]) -> object:
    loose = type(left) is list or type(right) is list
    if not loose and type(left) is not type(right):
        return False
    return _all_equal(run, zip(left, right, strict=True), equal) if len(left) == len(right) else False


def _all_equal(run: Run, pairs: Any, same: Callable[[Run, Any, Any], object]) -> object:
    doubt: object = True
    for left, right in pairs:
        run.step()
        found = same(run, left, right)
        if found is False:
            return False
        if isinstance(found, Unknown):
            doubt = found if doubt is True else depends(doubt, found)
    return doubt


def _deeply_equal(run: Run, left: Any, right: Any) -> object:
    """reflect.DeepEqual: the types too must be the same."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return depends(left, right)
    if type(left) is not type(right) or type_name(left) != type_name(right):
        return False
    if isinstance(left, list):
        if len(left) != len(right):
            return False
        return _all_equal(run, zip(left, right, strict=True), _deeply_equal)
    if isinstance(left, Struct):
        left, right = left.fields, right.fields
    if isinstance(left, dict):
        if left.keys() != right.keys():
            return False
        return _all_equal(run, ((left[key], right[key]) for key in left), _deeply_equal)
    if isinstance(left, NilPointer):
        return True
    if isinstance(left, Instant):
        return bool(left == right)
    return bool(left == right) if isinstance(left, (str, int, float, bytes, type(None))) else left is right


def contains(run: Run, needle: Any, array: Any) -> object:
    """runtime.In."""
    if array is None:
        return False
    if isinstance(array, Unknown):
        return array
    if isinstance(array, bytes):
        array = [Uint8(byte) for byte in array]
    if isinstance(array, list):
        return _in_list(run, needle, array)
    if isinstance(needle, Unknown):
        return needle
    if isinstance(array, AnyMap):
        return map_key(needle) in array
    if isinstance(array, dict):
        return string_key(needle) in array
    if isinstance(array, NilPointer):
        return False
    if isinstance(array, Struct):
        if type(needle) is not str:
            shown = type_name(needle)
            raise Fault(f"cannot use {shown} as field name of {type_name(array.value)}")
        return needle in array.type.fields
    raise Fault(f'operator "in" not defined on {type_name(array)}')


def _in_list(run: Run, needle: object, array: list[object]) -> object:
    doubt: object = False
    for item in array:
        run.step()
        found = equal(run, item, needle)
        if found is True:
            return True
        if isinstance(found, Unknown):
            doubt = found if doubt is False else depends(doubt, found)
    return doubt


def string_key(key: object) -> str:
    """The key of a map[string]T; nil is its zero value."""
    if type(key) is str:
        return key
    if key is None:
        return ""
    raise Fault(f"reflect.Value.MapIndex: value of type {type_name(key)} is not assignable to type string")


def make_range(run: Run, left: object, right: object) -> object:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return depends(left, right)
    low, high = int_of(left), int_of(right)
    size = max(high - low + 1, 0)
    run.grow(size)
    return Ints(range(low, high + 1)) if size else Ints()
