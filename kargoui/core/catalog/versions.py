"""Kargo's versions, as far as the catalog knows them, and ranges of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

VERSIONS: Final[tuple[str, ...]] = ("1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11")
LATEST: Final = VERSIONS[-1]

_NUMBER = {version: number for number, version in enumerate(VERSIONS)}
_WRITTEN = re.compile(r"v?(\d+\.\d+)(\.\d+)?(-[0-9A-Za-z.-]+)?")


class UnknownVersion(ValueError):  # noqa: N818 - the name says what is wrong
    """A version of Kargo that the catalog has no tables for."""


def minor(version: str) -> str:
    """The entry of VERSIONS that `version` is a release of: "1.11" for "1.11", "v1.11" and "1.11.2"."""
    written = _WRITTEN.fullmatch(version.strip())
    if written is None or written[1] not in _NUMBER:
        raise UnknownVersion(f"{version!r} is none of the Kargo versions {VERSIONS[0]} to {LATEST}")
    return written[1]


def number(version: str) -> int:
    """The place of an entry of VERSIONS among them."""
    return _NUMBER[version]


@dataclass(frozen=True, slots=True)
class Range:
    """Consecutive versions, by their numbers, both ends included."""

    first: int
    last: int

    def __contains__(self, version: int) -> bool:
        return self.first <= version <= self.last

    def within(self, outer: Range) -> Range:
        """What both have in common; may be empty, with `last` before `first`."""
        return Range(max(self.first, outer.first), min(self.last, outer.last))

    @property
    def since(self) -> str:
        return VERSIONS[self.first]

    @property
    def until(self) -> str | None:
        return None if self.last == len(VERSIONS) - 1 else VERSIONS[self.last]


EVERY: Final = Range(0, len(VERSIONS) - 1)


def parse_range(text: str) -> Range:
    """`1.6..` from 1.6 on, `..1.5` until 1.5, `1.6..1.8`, or `1.6` alone. Raises ValueError."""
    first, dots, last = text.partition("..")
    if not dots:
        last = first
    try:
        found = Range(
            _NUMBER[first] if first else EVERY.first,
            _NUMBER[last] if last else EVERY.last,
        )
    except KeyError as unknown:
        raise ValueError(f"no such version: {unknown.args[0]}") from None
    if (not first and not last) or found.last < found.first:
        raise ValueError(f"no range of versions: {text!r}")
    return found
