"""The methods of Go's times, durations, months, weekdays and zones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kargoui.core.expr.clock import (
    SECOND,
    YEARS,
    duration_text,
    instant_text,
    local,
    month_text,
    weekday_text,
)
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gotimes import MONTH, WEEKDAY
from kargoui.core.expr.gotypes import GoType
from kargoui.core.expr.instants import UTC, Duration, Instant, Zone
from kargoui.core.expr.layouts import format_time, instant_at
from kargoui.core.expr.values import Int64

_YEAR_ONE = -62135596800 * SECOND


class Month(int):
    type: GoType = MONTH


class Weekday(int):
    type: GoType = WEEKDAY


def call_time_method(value: Any, name: str, arguments: tuple[Any, ...]) -> object:
    """What a method gives. Raises Fault for years that are not between 1 and 9999."""
    try:
        if isinstance(value, Duration):
            return _of_duration(value, name, arguments)
        if isinstance(value, Instant):
            return _of_instant(value, name, arguments)
    except (OverflowError, ValueError):
        raise Fault(YEARS) from None
    if isinstance(value, Zone):
        return value.name
    return month_text(value) if isinstance(value, Month) else weekday_text(value)


def _of_duration(value: Duration, name: str, arguments: tuple[Any, ...]) -> object:
    size = int(value)
    if name == "String":
        return duration_text(size)
    if name in _SCALES:
        return size / _SCALES[name]
    if name in _COUNTS:
        return Int64(abs(size) // _COUNTS[name] * (-1 if size < 0 else 1))
    if name == "Abs":
        return Duration(abs(size))
    return Duration(_rounded(size, int(arguments[0]), name))


_SCALES = {"Hours": 3600 * SECOND, "Minutes": 60 * SECOND, "Seconds": SECOND}
_COUNTS = {"Milliseconds": 1_000_000, "Microseconds": 1000, "Nanoseconds": 1}


def _rounded(size: int, unit: int, name: str) -> int:
    if unit <= 0:
        return size
    rest = abs(size) % unit
    whole = abs(size) - rest
    if name == "Round" and rest * 2 >= unit:
        whole += unit
    return -whole if size < 0 else whole


def _of_instant(value: Instant, name: str, arguments: tuple[Any, ...]) -> object:
    if name in _READ:
        return _READ[name](value)
    if name in {"Before", "After", "Equal", "Compare"}:
        one, other = value.nanoseconds, arguments[0].nanoseconds
        if name == "Compare":
            return (one > other) - (one < other)
        return {"Before": one < other, "After": one > other, "Equal": one == other}[name]
    if name == "Format":
        return format_time(value, arguments[0])
    if name == "Add":
        return value.add(arguments[0])
    if name == "Sub":
        return value.since(arguments[0])
    if name == "In":
        return Instant(value.nanoseconds, arguments[0])
    if name == "AddDate":
        return _add_date(value, *arguments)
    since = value.nanoseconds - _YEAR_ONE
    return Instant(_rounded(since, int(arguments[0]), name) + _YEAR_ONE, value.zone)


def _add_date(value: Instant, years: int, months: int, days: int) -> Instant:
    when = local(value)
    month = when.month - 1 + months
    first = when.replace(year=when.year + years + month // 12, month=month % 12 + 1, day=1, tzinfo=None)
    moved = first + timedelta(days=when.day - 1 + days)
    return instant_at(moved, value.nanoseconds % SECOND, value.zone)


def _zoned(value: Instant) -> Instant:
    return Instant(value.nanoseconds, UTC)


_READ: dict[str, Any] = {
    "Year": lambda value: local(value).year,
    "Month": lambda value: Month(local(value).month),
    "Day": lambda value: local(value).day,
    "Hour": lambda value: local(value).hour,
    "Minute": lambda value: local(value).minute,
    "Second": lambda value: local(value).second,
    "Nanosecond": lambda value: value.nanoseconds % SECOND,
    "YearDay": lambda value: local(value).timetuple().tm_yday,
    "Weekday": lambda value: Weekday(local(value).isoweekday() % 7),
    "Unix": lambda value: Int64(value.nanoseconds // SECOND),
    "UnixMilli": lambda value: Int64(value.nanoseconds // 1_000_000),
    "UnixMicro": lambda value: Int64(value.nanoseconds // 1000),
    "UnixNano": lambda value: Int64(value.nanoseconds),
    "IsZero": lambda value: value.nanoseconds == _YEAR_ONE,
    "Location": lambda value: value.zone,
    "String": instant_text,
    "UTC": _zoned,
    "Local": _zoned,
}
