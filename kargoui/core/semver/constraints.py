"""Constraints on semantic versions, such as `^1.2 || >=3 <4.1`.

Follows https://github.com/Masterminds/semver/blob/v3.4.0/constraints.go (NewConstraint, Check). Kargo before
1.7 has v3.3.1 of it, where a pre-release must be asked for by every comparison and not by one of the group.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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

    @property
    def asks_for_prereleases(self) -> bool:
        """Whether a pre-release can satisfy any of the groups."""
        return any(all(each.prereleases for each in group) for group in self.groups)

    def allows(self, version: Version) -> bool:
        """Whether the version satisfies all comparisons of a group."""
        return not self.refusals(version)

    def refusals(self, version: Version) -> tuple[str, ...]:
        """Why the version does not satisfy them, in the library's words, each once; () where it does."""
        found: dict[str, None] = {}
        for group in self.groups:
            refusals = [refusal for each in group if (refusal := each.refusal(version))]
            if not refusals:
                return ()
            found.update(dict.fromkeys(refusals))
        return tuple(found)


@lru_cache(maxsize=1_000)
def parse_constraints(text: str, *, before_3_4: bool = False) -> Constraints:
    """Raises ConstraintError with the library's words."""
    text = _RANGE.sub(lambda found: f">= {found[1]}, <= {found[11]} ", text)
    return Constraints(tuple(_group(part, before_3_4=before_3_4) for part in text.split("||")))


def is_constraint(text: str) -> bool:
    """Whether Kargo accepts a text where it wants a semver constraint, such as `^1.2` or `>=1 <3 || 5.x`."""
    try:
        parse_constraints(text)
    except ConstraintError:
        return False
    return True


def _group(text: str, *, before_3_4: bool) -> tuple[Comparison, ...]:
    if _ALL.search(text) is None:
        raise ConstraintError(f"improper constraint: {text}")
    group = [
        _comparison(found[1], found[2], found.group(3, 4, 5), found[6] or "", coerce=not before_3_4)
        for found in _EACH.finditer(text)
    ]
    if before_3_4:
        return tuple(group)
    prereleases = any(each.version.prerelease for each in group)
    return tuple(replace(each, prereleases=prereleases) for each in group)


def _comparison(
    operator: str, original: str, parts: tuple[str, str | None, str | None], release: str, *, coerce: bool
) -> Comparison:
    """One by itself, as before 3.4, with zeros for what is wild; metadata stands only where nothing is."""
    named = [(part or "").removeprefix(".") for part in parts]
    wild = next((3 - index for index, part in enumerate(named) if part in _WILD or not part), 0)
    text = original
    if wild:
        text = ".".join([*named[: 3 - wild], *("0" * wild)]) + release
    try:
        version = parse_version(text, coerce=coerce)
    except VersionError:
        words = "constraint parser error" if coerce else "constraint Parser Error"
        raise ConstraintError(words) from None
    prereleases = bool(version.prerelease) or (operator == "!=" and not wild)
    return Comparison(operator, version, original, wild, prereleases)
