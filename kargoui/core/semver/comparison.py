"""One comparison of a constraint, such as `>=1.2` or `^1.x`, and what it says of a version.

Follows https://github.com/Masterminds/semver/blob/v3.4.0/constraints.go (constraintOps). A function here
gives why a version does not satisfy the comparison, in the library's words, and "" where it does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kargoui.core.semver.version import Version, compare

_PRERELEASE = "%s is a prerelease version and the constraint is only looking for release versions"


@dataclass(frozen=True, slots=True)
class Comparison:
    """An operator and a version; `wild` is how many of its numbers are x, * or left out, from the right.

    Where the major is wild, so is all that follows, and `wild` is 3. `prereleases` says whether any may pass.
    """

    operator: str
    version: Version
    original: str
    wild: int
    prereleases: bool

    def refusal(self, version: Version) -> str:
        """Why `version` does not satisfy this, "" where it does."""
        if version.prerelease and not self.prereleases:
            return _PRERELEASE % version.text
        return _OPERATORS[self.operator](self, version)


def _not_equal(against: Comparison, version: Version) -> str:
    wanted = against.version
    if _differs_before_the_wild(against, version):
        return ""
    if against.wild == 1 and (version.prerelease or wanted.prerelease):
        different = version.prerelease != wanted.prerelease
    elif against.wild in (1, 2):
        different = False
    else:
        different = compare(version, wanted) != 0
    return "" if different else f"{version.text} is equal to {against.original}"


def _differs_before_the_wild(against: Comparison, version: Version) -> bool:
    """Whether numbers that the comparison names are others; of `!=*` the library looks at the zeros."""
    named = {0: 0, 1: 2, 2: 1, 3: 3}[against.wild]
    return version.numbers[:named] != against.version.numbers[:named]


def _greater(against: Comparison, version: Version) -> str:
    wanted = against.version
    if against.wild and (version.major != wanted.major or against.wild == 2):
        passes = version.major > wanted.major
    elif against.wild == 1:
        passes = version.minor > wanted.minor
    else:
        passes = compare(version, wanted) > 0
    return "" if passes else f"{version.text} is less than or equal to {against.original}"


def _less(against: Comparison, version: Version) -> str:
    passes = compare(version, against.version) < 0
    return "" if passes else f"{version.text} is greater than or equal to {against.original}"


def _at_least(against: Comparison, version: Version) -> str:
    passes = compare(version, against.version) >= 0
    return "" if passes else f"{version.text} is less than {against.original}"


def _at_most(against: Comparison, version: Version) -> str:
    wanted = against.version
    if not against.wild:
        passes = compare(version, wanted) <= 0
    else:
        later_minor = version.minor > wanted.minor and against.wild != 2
        passes = version.major < wanted.major or (version.major == wanted.major and not later_minor)
    return "" if passes else f"{version.text} is greater than {against.original}"


def _tilde(against: Comparison, version: Version) -> str:
    wanted = against.version
    if compare(version, wanted) < 0:
        return f"{version.text} is less than {against.original}"
    if wanted.numbers == (0, 0, 0) and against.wild in (0, 3):
        return ""
    if version.major != wanted.major:
        return f"{version.text} does not have same major version as {against.original}"
    if version.minor != wanted.minor and against.wild != 2:
        return f"{version.text} does not have same major and minor version as {against.original}"
    return ""


def _equal(against: Comparison, version: Version) -> str:
    if against.wild:
        return _tilde(against, version)
    equal = compare(version, against.version) == 0
    return "" if equal else f"{version.text} is not equal to {against.original}"


def _caret(against: Comparison, version: Version) -> str:
    wanted, shown = against.version, against.original
    if compare(version, wanted) < 0:
        return f"{version.text} is less than {shown}"
    if version.major != wanted.major:
        return f"{version.text} does not have same major version as {shown}"
    if wanted.major > 0 or against.wild == 2:
        return ""
    if wanted.minor > 0 or against.wild == 1:
        why = "Expected minor versions to match when constraint major version is 0"
        same = version.minor == wanted.minor
        return "" if same else f"{version.text} does not have same minor version as {shown}. {why}"
    if version.minor > 0:
        return f"{version.text} does not have same minor version as {shown}"
    if version.patch == wanted.patch:
        return ""
    why = "Expect version and constraint to equal when major and minor versions are 0"
    return f"{version.text} does not equal {shown}. {why}"


_OPERATORS: dict[str, Callable[[Comparison, Version], str]] = {
    "": _equal,
    "=": _equal,
    "!=": _not_equal,
    ">": _greater,
    "<": _less,
    ">=": _at_least,
    "=>": _at_least,
    "<=": _at_most,
    "=<": _at_most,
    "~": _tilde,
    "~>": _tilde,
    "^": _caret,
}
