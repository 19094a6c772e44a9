"""Moments and durations as Go's package time has them."""

from __future__ import annotations

from dataclasses import dataclass

from kargoui.core.expr.gotimes import DURATION, LOCATION, LOCATION_POINTER, TIME
from kargoui.core.expr.gotypes import GoType
from kargoui.core.expr.numerals import MAX_INT, MIN_INT


class Duration(int):
    """Nanoseconds."""

    type: GoType = DURATION


@dataclass(frozen=True, slots=True)
class Zone:
    """A *time.Location: a name of the tz database, "UTC", or a fixed offset in seconds from UTC."""

    name: str
    offset: int | None = None
    pointer: bool = True

    @property
    def type(self) -> GoType:
        return LOCATION_POINTER if self.pointer else LOCATION


@dataclass(frozen=True, slots=True)
class Instant:
    """Nanoseconds since 1970 in UTC, and the zone they are shown in."""

    nanoseconds: int
    zone: Zone

    @property
    def type(self) -> GoType:
        return TIME

    def add(self, nanoseconds: int) -> Instant:
        return Instant(self.nanoseconds + int(nanoseconds), self.zone)

    def since(self, other: Instant) -> Duration:
        """The time between, no more than a Duration holds."""
        return Duration(min(max(self.nanoseconds - other.nanoseconds, MIN_INT), MAX_INT))


UTC = Zone("UTC", 0)
