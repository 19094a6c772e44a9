"""One semantic version, read loosely: v1.2 is 1.2.0.

Follows https://github.com/Masterminds/semver/blob/v3.4.0/version.go (NewVersion, StrictNewVersion, Compare).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTS = r"(?:-([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?(?:\+([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?"
_LOOSE = re.compile(r"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?" + _PARTS)
_STRICT = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}(?:[-+].*)?")
INVALID = "invalid semantic version"
_END = 2**64  # the library keeps each number as uint64
_DIGITS = len(str(_END))

Identifier = tuple[int, int, str]
Precedence = tuple[tuple[int, int, int], int, tuple[Identifier, ...]]


class VersionError(ValueError):
    """A text that is no version, with the library's words."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a version says, and the text that it was read from."""

    major: int
    minor: int
    patch: int
    prerelease: str = ""
    metadata: str = ""
    original: str = ""

    @property
    def text(self) -> str:
        """The version in full, without a leading v."""
        tail = (f"-{self.prerelease}" if self.prerelease else "") + (
            f"+{self.metadata}" if self.metadata else ""
        )
        return f"{self.major}.{self.minor}.{self.patch}{tail}"

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.major, self.minor, self.patch

    @property
    def is_strict(self) -> bool:
        """Whether what it was read from, but for a v, is a version by the letter of semver.org."""
        return _STRICT.fullmatch(self.original.removeprefix("v")) is not None

    @property
    def precedence(self) -> Precedence:
        """What sorts versions: a release comes after its pre-releases, metadata does not count."""
        if not self.prerelease:
            return self.numbers, 1, ()
        return self.numbers, 0, tuple(map(_identifier, self.prerelease.split(".")))


def parse_version(text: str, *, coerce: bool = True) -> Version:
    """Raises VersionError. `coerce` takes numbers with leading zeros, as the library does from 3.4 on."""
    match = _LOOSE.fullmatch(text)
    if match is None or (not coerce and any(_has_leading_zero(part or "") for part in match.groups()[:3])):
        raise VersionError(INVALID)
    major, minor, patch = (_number(part or "0") for part in match.groups()[:3])
    prerelease = match[4] or ""
    if any(_has_leading_zero(part) for part in prerelease.split(".") if part.isdigit()):
        raise VersionError("version segment starts with 0")
    return Version(major, minor, patch, prerelease, match[5] or "", text)


def compare(left: Version, right: Version) -> int:
    """-1, 0 or 1, by precedence."""
    one, other = left.precedence, right.precedence
    return (one > other) - (one < other)


def _has_leading_zero(digits: str) -> bool:
    return len(digits) > 1 and digits[0] == "0"


def _number(digits: str) -> int:
    """Raises VersionError for what is no uint64; Python itself reads none of thousands of digits."""
    number = _uint64(digits)
    if number is None:
        problem = f'strconv.ParseUint: parsing "{digits}": value out of range'
        raise VersionError(f"error parsing version segment: {problem}")
    return number


def _uint64(digits: str) -> int | None:
    significant = digits.lstrip("0") or "0"
    number = int(significant) if len(significant) <= _DIGITS else _END
    return number if number < _END else None


def _identifier(text: str) -> Identifier:
    """Numbers come before texts, and a number that is no uint64 counts as a text."""
    number = _uint64(text) if text.isdigit() else None
    return (1, 0, text) if number is None else (0, number, "")
