"""Whether a text is a constraint on semantic versions that Kargo's library reads.

Follows https://github.com/Masterminds/semver/blob/v3.4.0/constraints.go (NewConstraint).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import re2

_PART: Final = r"[0-9|x|X|\*]+"
_VERSION: Final = (
    rf"v?({_PART})(\.{_PART})?(\.{_PART})?"
    r"(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?"
    r"(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?"
)
_OPERATOR: Final = r"=||!=|>|<|>=|=>|<=|=<|~|~>|\^"
_RANGE = re2.compile(rf"\s*({_VERSION})\s+-\s+({_VERSION})\s*")
_ALL = re2.compile(rf"^(\s*({_OPERATOR})\s*({_VERSION})\s*)((?:\s+|,\s*)({_OPERATOR})\s*({_VERSION})\s*)*$")
_EACH = re2.compile(rf"({_OPERATOR})\s*({_VERSION})")
_WILD: Final = frozenset({"x", "X", "*"})
_NUMBER = re.compile(r"[0-9]+")
_LARGEST: Final = 2**64  # the library keeps each part as uint64


@lru_cache(maxsize=1_000)
def is_constraint(text: str) -> bool:
    """Whether Kargo accepts a text where it wants a semver constraint, such as `^1.2` or `>=1 <3 || 5.x`."""
    text = _RANGE.sub(lambda found: f">= {found[1]}, <= {found[11]} ", text)
    return all(_is_conjunction(part) for part in text.split("||"))


def _is_conjunction(text: str) -> bool:
    if _ALL.search(text) is None:
        return False
    return all(_is_version(*found.group(3, 4, 5, 7)) for found in _EACH.finditer(text))


def _is_version(major: str, minor: str | None, patch: str | None, release: str | None) -> bool:
    """Whether numbers stand where no wildcard makes the rest of a version irrelevant."""
    for part in (major, minor, patch):
        digits = (part or "x").lstrip(".")
        if digits in _WILD:
            break
        if not _NUMBER.fullmatch(digits) or not _fits(digits):
            return False
    return not any(_NUMBER.fullmatch(part) and len(part) > 1 and part[0] == "0" for part in _parts(release))


def _fits(digits: str) -> bool:
    """Whether the library can keep a number; Python itself reads none of thousands of digits."""
    significant = digits.lstrip("0") or "0"
    return len(significant) <= len(str(_LARGEST)) and int(significant) < _LARGEST


def _parts(release: str | None) -> list[str]:
    return (release or "").split(".")
