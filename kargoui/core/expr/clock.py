"""Moments, durations, months and weekdays as Go writes them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from kargoui.core.expr.errors import Fault
from kargoui.core.expr.instants import Instant, Zone

SECOND = 1_000_000_000
YEARS = "time: year outside of range [1,9999]"
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - the name as the field has it
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]


def local(moment: Instant) -> datetime:
    """The moment in its zone, whole seconds. Raises Fault outside the years 1 to 9999."""
    seconds = moment.nanoseconds // SECOND
    zone = moment.zone
    info = timezone(timedelta(seconds=zone.offset)) if zone.offset is not None else ZoneInfo(zone.name)
    try:
        return (_EPOCH + timedelta(seconds=seconds)).astimezone(info)
    except (OverflowError, ValueError):
        raise Fault(YEARS) from None


def offset_of(when: datetime) -> int:
    """Seconds east of UTC."""
    offset = when.utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def zone_name(zone: Zone, when: datetime) -> str:
    """The zone's abbreviation; "" for a bare offset."""
    if zone.offset is not None:
        return zone.name
    return when.tzname() or ""


def offset_text(seconds: int, between: str = "", *, zulu: bool = False) -> str:
    """-0700, -07:00, or Z for UTC."""
    if zulu and not seconds:
        return "Z"
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}{between}{minutes % 60:02d}"


def fraction_text(nanoseconds: int) -> str:
    """The part of a second, without trailing zeros; "" for none."""
    rest = nanoseconds % SECOND
    return f".{rest:09d}".rstrip("0") if rest else ""


def instant_text(moment: Instant) -> str:
    """time.Time.String()"""
    when = local(moment)
    offset = offset_text(offset_of(when))
    shown = when.strftime("%m-%d %H:%M:%S")
    return (
        f"{when.year:04d}-{shown}{fraction_text(moment.nanoseconds)} {offset} "
        f"{zone_name(moment.zone, when) or offset}"
    )


def instant_json(moment: Instant) -> str:
    """As encoding/json writes a time.Time: RFC 3339 with the fraction."""
    when = local(moment)
    shown = when.strftime("%m-%dT%H:%M:%S")
    offset = offset_text(offset_of(when), ":", zulu=True)
    return f'"{when.year:04d}-{shown}{fraction_text(moment.nanoseconds)}{offset}"'


def duration_text(nanoseconds: int) -> str:
    """time.Duration.String(): 1h2m3.5s, 1.5ms."""
    if not nanoseconds:
        return "0s"
    sign, size = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    if size < SECOND:
        for unit, scale in (("ms", 1_000_000), ("µs", 1000), ("ns", 1)):
            if size >= scale:
                return f"{sign}{_decimal(size, scale)}{unit}"
    seconds, rest = divmod(size, SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{_decimal(seconds * SECOND + rest, SECOND)}s"
    if hours:
        return f"{sign}{hours}h{minutes}m{text}"
    return f"{sign}{minutes}m{text}" if minutes else sign + text


def _decimal(size: int, scale: int) -> str:
    whole, rest = divmod(size, scale)
    if not rest:
        return str(whole)
    return f"{whole}.{str(rest).zfill(len(str(scale)) - 1).rstrip('0')}"


def month_text(month: int) -> str:
    return MONTHS[month - 1] if 1 <= month <= 12 else f"%!Month({month})"


def weekday_text(weekday: int) -> str:
    return WEEKDAYS[weekday] if 0 <= weekday <= 6 else f"%!Weekday({weekday})"
