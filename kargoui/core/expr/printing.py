"""Values as Go's fmt prints them with %v."""

from __future__ import annotations

from math import isinf, isnan

from kargoui.core.expr.clock import duration_text, instant_text, month_text, weekday_text
from kargoui.core.expr.instants import Duration, Instant, Zone
from kargoui.core.expr.run import Run
from kargoui.core.expr.semver import GoVersion
from kargoui.core.expr.values import (
    AnyMap,
    Method,
    NilPointer,
    PairArray,
    Struct,
    Unknown,
    UnknownValue,
    joined,
    type_name,
)


def digits_of(value: float) -> tuple[str, str, int]:
    """Sign, shortest digits, and where the point stands: 0.DIGITS * 10**point."""
    text = repr(value)
    sign = "-" if text.startswith("-") else ""
    mantissa, _, exponent = text.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = whole + fraction
    point = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    return sign, stripped.rstrip("0"), point


def fixed(value: float) -> str:
    """strconv.FormatFloat(value, 'f', -1, 64)"""
    sign, digits, point = digits_of(value)
    if not digits:
        return sign + "0"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if len(digits) <= point:
        return sign + digits + "0" * (point - len(digits))
    return f"{sign}{digits[:point]}.{digits[point:]}"


def scientific(value: float) -> str:
    """strconv.FormatFloat(value, 'e', -1, 64)"""
    sign, digits, point = digits_of(value)
    power = point - 1
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{'-' if power < 0 else '+'}{abs(power):02d}"


def float_text(value: float) -> str:
    """As %v prints a float64."""
    if isnan(value):
        return "NaN"
    if isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    if value == 0:
        return fixed(value)
    power = digits_of(value)[2] - 1
    return scientific(value) if power < -4 or power >= 6 else fixed(value)


def sprint(run: Run, value: object) -> str:
    """fmt.Sprintf("%v", value)"""
    parts: list[str] = []
    _print(run, value, parts, nested=False)
    return joined(parts)


def _print(run: Run, value: object, out: list[str], *, nested: bool) -> None:
    run.step()
    if isinstance(value, Unknown):
        raise UnknownValue(value)
    if value is None:
        out.append("<nil>")
    elif isinstance(value, bool):
        out.append("true" if value else "false")
    elif isinstance(value, float):
        out.append(float_text(value))
    elif isinstance(value, str):
        run.grow_text(len(value))
        out.append(value)
    elif isinstance(value, (list, bytes)):
        out.append("[")
        for index, item in enumerate(value):
            if index:
                out.append(" ")
            _print(run, item, out, nested=True)
        out.append("]")
    elif isinstance(value, dict):
        _print_map(run, value, out)
    else:
        _print_other(run, value, out, nested=nested)


def _print_map(run: Run, value: dict[object, object], out: list[str]) -> None:
    out.append("map[")
    if isinstance(value, AnyMap):
        items = [(key[1], item) for key, item in sorted(value.items(), key=lambda pair: _order(pair[0]))]
    else:
        items = sorted(value.items(), key=lambda pair: str(pair[0]).encode("utf-8", "surrogateescape"))
    for index, (key, item) in enumerate(items):
        if index:
            out.append(" ")
        _print(run, list(key) if isinstance(key, tuple) else key, out, nested=True)
        out.append(":")
        _print(run, item, out, nested=True)
    out.append("]")


def _order(key: tuple[str, object]) -> tuple[str, int | float, str]:
    value = key[1]
    number = value if isinstance(value, (int, float)) else 0
    return ("" if value is None else key[0], number, str(value))


def _print_other(run: Run, value: object, out: list[str], *, nested: bool) -> None:
    if isinstance(value, Duration):
        out.append(duration_text(int(value)))
    elif isinstance(value, int):
        kind = getattr(value, "type", None)
        name = kind.name if kind is not None else ""
        texts = {"time.Month": month_text, "time.Weekday": weekday_text}
        out.append(texts[name](int(value)) if name in texts else str(int(value)))
    elif isinstance(value, Instant):
        out.append(instant_text(value))
    elif isinstance(value, Zone):
        out.append(value.name)
    elif isinstance(value, GoVersion):
        out.append(value.text)
    elif isinstance(value, NilPointer):
        out.append("<nil>" if value.type.name == "semver.Version" else "nil")
    elif isinstance(value, Struct):
        _print_struct(run, value, out)
    elif isinstance(value, Method):
        out.append("0xc000000000")
    else:
        out.append(type_name(value))


def _print_struct(run: Run, value: Struct, out: list[str]) -> None:
    """Kargo's API types print their names through a pointer, and only their values without one."""
    named = value.pointer
    out.append(f"&{value.type.name.rpartition('.')[2]}{{" if named else "{")
    for index, (name, item) in enumerate(value.fields.items()):
        if named:
            out.append(f"{name}:")
        elif index:
            out.append(" ")
        if isinstance(item, PairArray):
            item = list(item)
        _print(run, item, out, nested=True)
        if named:
            out.append(",")
    out.append("}")
