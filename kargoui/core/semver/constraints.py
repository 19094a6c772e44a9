"""Constraints on semantic versions, such as `^1.2 || >=3 <4.1`.

Follows https://github.com/Masterminds/semver/blob/v3.4.0/constraints.go (NewConstraint, Check). Kargo before
1.7 has v3.3.1 of it, where a pre-release must be asked for by every comparison and not by one of the group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import re2

from kargoui.core.semver.comparison import Comparison
from kargoui.core.semver.version import Version, VersionError, parse_version

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


class ConstraintError(ValueError):
    """A text that is no constraint, with the library's words."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """Groups of which one must be satisfied, each of comparisons that must all be."""

    groups: tuple[tuple[Comparison, ...], ...]
    by_group: bool = True

    def allows(self, version: Version) -> bool:
        """Whether the version satisfies all comparisons of a group."""
        return any(not any(self._refusals(group, version)) for group in self.groups)

    def asks_for_prereleases(self) -> bool:
        """Whether a pre-release can satisfy any of the groups."""
        return any(any(self._prereleases(group)) for group in self.groups)

    def refusals(self, version: Version) -> tuple[str, ...]:
        """Why the version does not satisfy them, in the library's words, each once; () where it does."""
        why = [[each for each in self._refusals(group, version) if each] for group in self.groups]
        return tuple(dict.fromkeys(each for group in why for each in group)) if all(why) else ()

    def _refusals(self, group: tuple[Comparison, ...], version: Version) -> Iterator[str]:
        for comparison, prereleases in zip(group, self._prereleases(group), strict=True):
            yield comparison.refusal(version, prereleases=prereleases)

    def _prereleases(self, group: tuple[Comparison, ...]) -> list[bool]:
        """Whether each comparison of a group looks at pre-releases at all."""
        asked = [bool(comparison.version.prerelease) for comparison in group]
        if self.by_group:
            return [any(asked)] * len(group)
        pairs = zip(asked, group, strict=True)
        return [asks or (each.operator == "!=" and not each.wild) for asks, each in pairs]


@lru_cache(maxsize=1_000)
def parse_constraints(text: str, *, before_3_4: bool = False) -> Constraints:
    """Raises ConstraintError with the library's words."""
    text = _RANGE.sub(lambda found: f">= {found[1]}, <= {found[11]} ", text)
    groups = tuple(_group(part, coerce=not before_3_4) for part in text.split("||"))
    return Constraints(groups, by_group=not before_3_4)


def is_constraint(text: str) -> bool:
    """Whether Kargo accepts a text where it wants a semver constraint, such as `^1.2` or `>=1 <3 || 5.x`."""
    try:
        parse_constraints(text)
    except ConstraintError:
        return False
    return True


def _group(text: str, *, coerce: bool) -> tuple[Comparison, ...]:
    if _ALL.search(text) is None:
        raise ConstraintError(f"improper constraint: {text}")
    return tuple(
        _comparison(found[1], found[2], found.group(3, 4, 5), found[6] or "", coerce=coerce)
        for found in _EACH.finditer(text)
    )


def _comparison(
    operator: str, original: str, parts: tuple[str, str | None, str | None], release: str, *, coerce: bool
) -> Comparison:
    """A comparison with zeros for what is wild; metadata stands only where nothing is."""
    named = [(part or "").removeprefix(".") for part in parts]
    wild = next((3 - index for index, part in enumerate(named) if part in _WILD or not part), 0)
    text = original
    if wild:
        text = ".".join([*named[: 3 - wild], *("0" * wild)]) + release
    try:
        return Comparison(operator, parse_version(text, coerce=coerce), original, wild)
    except VersionError:
        words = "constraint parser error" if coerce else "constraint Parser Error"
        raise ConstraintError(words) from None
