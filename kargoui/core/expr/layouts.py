"""Go's layouts ("2006-01-02 15:04"): times into text by one, and text into times."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from kargoui.core.expr.clock import MONTHS, SECOND, WEEKDAYS, local, offset_of, offset_text, zone_name
from kargoui.core.expr.instants import UTC, Instant, Zone
from kargoui.core.expr.quoting import quote

_PARTS = re.compile(
    r"January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|__2|002|_2|"
    r"Z07:00:00|Z070000|Z07:00|Z0700|Z07|-07:00:00|-070000|-07:00|-0700|-07|"
    r"[.,]0+(?!\d)|[.,]9+(?!\d)|01|02|03|04|05|06|15|PM|pm|1|2|3|4|5"
)
_MONTHS3 = [month[:3] for month in MONTHS]
_WEEKDAYS3 = [day[:3] for day in WEEKDAYS]


def format_time(moment: Instant, layout: str) -> str:
    """time.Time.Format(layout)"""
    when = local(moment)
    return _PARTS.sub(lambda match: _shown(match[0], when, moment), layout)


def _shown(part: str, when: datetime, moment: Instant) -> str:
    if part in _FORMATS:
        return _FORMATS[part](when)
    offset = offset_of(when)
    if part == "MST":
        return zone_name(moment.zone, when) or offset_text(offset)
    if part[0] in "Z-":
        return _offset_shown(part, offset)
    digits = f"{moment.nanoseconds % SECOND:09d}"[: len(part) - 1]
    if part[1] == "0":
        return part[0] + digits
    digits = digits.rstrip("0")
    return part[0] + digits if digits else ""


def _offset_shown(part: str, offset: int) -> str:
    if part[0] == "Z" and not offset:
        return "Z"
    text = offset_text(offset, ":" if ":" in part else "")
    seconds = abs(offset) % 60
    if part in {"Z07", "-07"}:
        return text[:3]
    if part.endswith(":00:00"):
        return f"{text}:{seconds:02d}"
    return f"{text}{seconds:02d}" if part.endswith("0000") else text


_FORMATS: dict[str, Callable[[datetime], str]] = {
    "January": lambda when: MONTHS[when.month - 1],
    "Jan": lambda when: _MONTHS3[when.month - 1],
    "Monday": lambda when: WEEKDAYS[when.isoweekday() % 7],
    "Mon": lambda when: _WEEKDAYS3[when.isoweekday() % 7],
    "2006": lambda when: f"{when.year:04d}",
    "06": lambda when: f"{when.year % 100:02d}",
    "01": lambda when: f"{when.month:02d}",
    "1": lambda when: str(when.month),
    "02": lambda when: f"{when.day:02d}",
    "_2": lambda when: f"{when.day:2d}",
    "2": lambda when: str(when.day),
    "002": lambda when: f"{when.timetuple().tm_yday:03d}",
    "__2": lambda when: f"{when.timetuple().tm_yday:3d}",
    "15": lambda when: f"{when.hour:02d}",
    "03": lambda when: f"{when.hour % 12 or 12:02d}",
    "3": lambda when: str(when.hour % 12 or 12),
    "04": lambda when: f"{when.minute:02d}",
    "4": lambda when: str(when.minute),
    "05": lambda when: f"{when.second:02d}",
    "5": lambda when: str(when.second),
    "PM": lambda when: "PM" if when.hour >= 12 else "AM",
    "pm": lambda when: "pm" if when.hour >= 12 else "am",
}


@dataclass(slots=True)
class _Read:
    """What has been read of a text so far."""

    year: int = 0
    month: int = 1
    day: int = 1
    year_day: int = 0
    hour: int = 0
    minute: int = 0
    second: int = 0
    nanosecond: int = 0
    afternoon: bool | None = None
    offset: int | None = None
    abbreviation: str = ""
    out_of_range: str = ""
    seen: set[str] = field(default_factory=set)


_NUMBERS: dict[str, tuple[str, str, int, int]] = {
    "2006": ("year", r"\d{4}", 0, 9999),
    "06": ("year", r"\d{2}", 0, 99),
    "01": ("month", r"\d{2}", 1, 12),
    "1": ("month", r"\d{1,2}", 1, 12),
    "02": ("day", r"\d{2}", 1, 31),
    "_2": ("day", r" ?\d{1,2}", 1, 31),
    "2": ("day", r"\d{1,2}", 1, 31),
    "002": ("year_day", r"\d{3}", 1, 366),
    "__2": ("year_day", r" {0,2}\d{1,3}", 1, 366),
    "15": ("hour", r"\d{1,2}", 0, 23),
    "03": ("hour", r"\d{2}", 0, 12),
    "3": ("hour", r"\d{1,2}", 0, 12),
    "04": ("minute", r"\d{2}", 0, 59),
    "4": ("minute", r"\d{1,2}", 0, 59),
    "05": ("second", r"\d{2}", 0, 59),
    "5": ("second", r"\d{1,2}", 0, 59),
}
_NAMES: dict[str, tuple[str, list[str]]] = {
    "January": ("month", MONTHS),
    "Jan": ("month", _MONTHS3),
    "Monday": ("", WEEKDAYS),
    "Mon": ("", _WEEKDAYS3),
}
_RANGES = {"year_day": "day-of-year"}
_ABBREVIATION = re.compile(r"ChST|MeST|GMT(?:[+-]\d{1,2})?|[A-Z]{3,5}|[+-]\d{2}")


class _MismatchError(Exception):
    pass


def parse_time(layout: str, text: str, zone: Zone | None = None) -> Instant:
    """time.Parse, or ParseInLocation. Raises ValueError with Go's words."""
    read, rest, end = _Read(), text, 0
    element = ""
    try:
        for match in _PARTS.finditer(layout):
            element = layout[end : match.start()]
            rest = _literal(element, rest)
            element, end = match[0], match.end()
            rest = _element(element, rest, read, layout[end:])
            if read.out_of_range:
                raise ValueError(f"parsing time {quote(text)}: {read.out_of_range} out of range")
        element = layout[end:]
        rest = _literal(element, rest)
    except _MismatchError as mismatch:
        left = mismatch.args[0]
        raise ValueError(
            f"parsing time {quote(text)} as {quote(layout)}: cannot parse {quote(left)} as {quote(element)}"
        ) from None
    if rest:
        raise ValueError(f"parsing time {quote(text)}: extra text: {quote(rest)}")
    try:
        return _instant(read, zone)
    except (ValueError, OverflowError):
        raise ValueError(f"parsing time {quote(text)}: day out of range") from None


def _literal(expected: str, rest: str) -> str:
    for at, char in enumerate(expected):
        if rest[at : at + 1] != char:
            raise _MismatchError(rest)
    return rest[len(expected) :]


def _element(part: str, rest: str, read: _Read, following: str) -> str:
    if part in _NUMBERS:
        return _number(part, rest, read, following)
    if part in _NAMES:
        name, values = _NAMES[part]
        for index, value in enumerate(values):
            if rest[: len(value)].lower() == value.lower():
                if name:
                    read.month = index + 1
                return rest[len(value) :]
        raise _MismatchError(rest)
    if part in {"PM", "pm"}:
        if rest[:2] not in {"PM", "AM"} and rest[:2] not in {"pm", "am"}:
            raise _MismatchError(rest)
        read.afternoon = rest[0] in "Pp"
        return rest[2:]
    if part == "MST":
        return _abbreviation(rest, read)
    if part[0] in "Z-":
        return _offset(part, rest, read)
    return _fraction(part, rest, read)


def _number(part: str, rest: str, read: _Read, following: str) -> str:
    name, pattern, low, high = _NUMBERS[part]
    match = re.match(pattern, rest, re.ASCII)
    if match is None:
        raise _MismatchError(rest)
    value = int(match[0])
    if not low <= value <= high:
        read.out_of_range = _RANGES.get(name, name)
    if part == "06":
        value += 1900 if value >= 69 else 2000
    setattr(read, name, value)
    rest = rest[match.end() :]
    if name == "second" and re.match(r"[.,]\d", rest) and not re.match(r"[.,][09]", following):
        digits = re.match(r"[.,]\d+", rest, re.ASCII)
        length = digits.end() if digits is not None else 0
        read.nanosecond = int(rest[1 : min(length, 10)].ljust(9, "0"))
        rest = rest[length:]
    return rest


def _abbreviation(rest: str, read: _Read) -> str:
    if rest.startswith("UTC"):
        read.abbreviation, read.offset = "UTC", 0
        return rest[3:]
    match = _ABBREVIATION.match(rest)
    if match is None:
        raise _MismatchError(rest)
    read.abbreviation = match[0]
    return rest[match.end() :]


def _offset(part: str, rest: str, read: _Read) -> str:
    if part[0] == "Z" and rest.startswith("Z"):
        read.offset = 0
        return rest[1:]
    shape = part[1:].replace("07", r"(\d\d)", 1).replace("00", r"(\d\d)")
    match = re.match(r"([+-])" + shape, rest, re.ASCII)
    if match is None:
        raise _MismatchError(rest)
    hours, *smaller = [int(group) for group in match.groups()[1:]]
    minutes = smaller[0] if smaller else 0
    seconds = smaller[1] if len(smaller) > 1 else 0
    if hours > 24 or minutes > 60 or seconds > 60:
        read.out_of_range = "time zone offset " + ("hour" if hours > 24 else "minute")
    read.offset = (hours * 60 + minutes) * 60 + seconds
    if match[1] == "-":
        read.offset = -read.offset
    return rest[match.end() :]


def _fraction(part: str, rest: str, read: _Read) -> str:
    match = re.match(r"[.,]\d+", rest, re.ASCII)
    exact = part[1] == "0"
    if match is None or (exact and match.end() < len(part)):
        if exact:
            raise _MismatchError(rest)
        return rest
    length = len(part) if exact else match.end()
    read.nanosecond = int(rest[1 : min(length, 10)].ljust(9, "0"))
    return rest[length:]


def _instant(read: _Read, zone: Zone | None) -> Instant:
    hour = read.hour
    if read.afternoon is not None:
        hour = hour % 12 + 12 * read.afternoon
    if read.year_day:
        first = datetime(max(read.year, 1), 1, 1)
        found = first + timedelta(days=read.year_day - 1)
        read.month, read.day = found.month, found.day
    shifted = 2000 if read.year == 0 else read.year
    when = datetime(shifted, read.month, read.day, hour, read.minute, read.second)
    if read.offset is not None:
        target = Zone("" if read.offset else "UTC", read.offset)
    elif read.abbreviation:
        target = Zone(read.abbreviation, 0)
    else:
        target = zone or UTC
    made = instant_at(when, read.nanosecond, target)
    if shifted != read.year:  # year 0, which datetime has not
        made = Instant(made.nanoseconds - _YEARS_0_TO_2000, made.zone)
    return made


_YEARS_0_TO_2000 = 730_485 * 86_400 * SECOND


def instant_at(when: datetime, nanosecond: int, zone: Zone) -> Instant:
    """The moment at which a clock in the zone shows this."""
    info = timezone(timedelta(seconds=zone.offset)) if zone.offset is not None else ZoneInfo(zone.name)
    since = when.replace(tzinfo=info) - datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
    return Instant((since.days * 86_400 + since.seconds) * SECOND + nanosecond, zone)
