"""Builtins on time. What reads the clock takes it from the scope."""

from __future__ import annotations

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from kargoui.core.expr.clock import SECOND
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.instants import UTC, Duration, Instant, Zone
from kargoui.core.expr.layouts import parse_time
from kargoui.core.expr.numerals import MAX_INT
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.run import Run
from kargoui.core.expr.values import expect

_UNITS = {"ns": 1, "us": 1000, "µs": 1000, "μs": 1000, "ms": 1_000_000, "s": SECOND}
_UNITS |= {"m": 60 * SECOND, "h": 3600 * SECOND}
_PART = re.compile(r"(\d*)(?:(\.)(\d*))?([^\d.]*)", re.ASCII)
_LAYOUTS = (
    "2006-01-02",
    "15:04:05",
    "2006-01-02 15:04:05",
    "2006-01-02T15:04:05Z07:00",
    "02 Jan 06 15:04 MST",
    "Monday, 02-Jan-06 15:04:05 MST",
    "Mon, 02 Jan 2006 15:04:05 MST",
)


def parse_duration(text: str) -> int:
    """time.ParseDuration, in nanoseconds. Raises ValueError with its words."""
    invalid = ValueError(f"time: invalid duration {quote(text)}")
    rest = text[1:] if text[:1] in {"+", "-"} else text
    if rest == "0":
        return 0
    if not rest:
        raise invalid
    total = 0
    while rest:
        match = _PART.match(rest)
        if match is None or not (match[1] or match[3]):
            raise invalid
        unit = match[4]
        if not unit:
            raise ValueError(f"time: missing unit in duration {quote(text)}")
        if unit not in _UNITS:
            raise ValueError(f"time: unknown unit {quote(unit)} in duration {quote(text)}")
        scale = _UNITS[unit]
        fraction = (match[3] or "")[:18]
        total += int((match[1] or "0")[:40]) * scale + int(fraction or 0) * scale // 10 ** len(fraction)
        if total > MAX_INT + text.startswith("-"):
            raise invalid
        rest = rest[match.end() :]
    return -total if text.startswith("-") else total


def _duration(run: Run, text: object) -> object:
    try:
        return Duration(parse_duration(expect(text, str, "string")))
    except ValueError as error:
        raise Fault(str(error)) from None


def load_zone(name: str) -> Zone:
    """time.LoadLocation. Raises Fault with its words."""
    if name in {"", "UTC"}:
        return UTC
    if name == "Local":
        return Zone("Local", 0)
    try:
        if ".." in name or name[0] in "/\\":
            raise Fault("time: invalid location name")
        return Zone(ZoneInfo(name).key)
    except (KeyError, OSError, ValueError):
        raise Fault(f"unknown time zone {name}") from None


def _timezone(run: Run, name: object) -> object:
    return load_zone(expect(name, str, "string"))


def _now(run: Run, *zone: object) -> object:
    if zone and not isinstance(zone[0], Zone):
        raise Fault(f"invalid number of arguments (expected 0, got {len(zone)})")
    return Instant(run.scope.now(), zone[0] if zone and isinstance(zone[0], Zone) else UTC)


def _date(run: Run, *arguments: object) -> object:
    zone: Zone | None = None
    if isinstance(arguments[0], Zone):
        zone, arguments = arguments[0], arguments[1:]
    if not arguments:
        raise Fault("runtime error: index out of range [0] with length 0")
    texts = [expect(argument, str, "string") for argument in arguments]
    try:
        if len(texts) == 1:
            return _by_any_layout(texts[0], zone)
        return parse_time(texts[1], texts[0], load_zone(texts[2]) if len(texts) == 3 else zone)
    except ValueError as error:
        raise Fault(str(error)) from None


def _by_any_layout(text: str, zone: Zone | None) -> Instant:
    for layout in _LAYOUTS:
        try:
            return parse_time(layout, text, zone)
        except ValueError:
            continue
    raise ValueError(f"invalid date {text}")


TIMES: dict[str, Callable[..., object]] = {
    "duration": _duration,
    "timezone": _timezone,
    "now": _now,
    "date": _date,
}
