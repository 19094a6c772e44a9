"""Tags that are semantic versions, and what a constraint lets in of them, as patterns of Go.

A pattern may let in more than the constraint does, never less: that no text matches it proves that none can.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kargoui.core.lint.languages.automaton import matching
from kargoui.core.semver import Comparison, Constraints, Version

# https://github.com/distribution/distribution/blob/main/specs/reference.md, without the limit of 128 letters
IMAGE_TAGS: Final = matching([r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$"])
# https://git-scm.com/docs/git-check-ref-format, the characters alone
GIT_TAGS: Final = matching([r"^[^\x00-\x20\x7f~^:?*\[\\]+$"])
_NUMBER: Final = "(?:0|[1-9][0-9]*)"
_LOOSE: Final = "[0-9]+"
_PRERELEASE: Final = r"(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)"
_METADATA: Final = r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
_LISTED: Final = 30  # numbers that are written one by one
_ENDLESS: Final = 10**20
Numbers = tuple[int, int, int]
Span = tuple[Numbers, Numbers]
_EVERY: Final[Span] = ((0, 0, 0), (_ENDLESS, 0, 0))


def versions(constraints: Constraints | None, *, strict: bool) -> str:
    """A pattern for the tags that are versions, and that the constraints let in."""
    spans = [_EVERY] if constraints is None else list(_spans(constraints))
    prereleases = constraints is None or constraints.asks_for_prereleases
    numbers = "|".join(_numbers(span, strict=strict) for span in spans) or r"\z."
    return f"^v?(?:{numbers}){_PRERELEASE}{'?' if prereleases else '{0}'}{_METADATA}$"


def is_satisfiable(constraints: Constraints) -> bool:
    """Whether the numbers of some version satisfy the constraints."""
    return any(_spans(constraints))


def disjoint_groups(constraints: Constraints) -> int:
    """How many of the alternatives let versions in that no other does; 0 where any two overlap."""
    spans = sorted(_spans(constraints))
    apart = all(one[1] <= other[0] for one, other in pairwise(spans))
    return len(spans) if apart else 0


def covers_several_minors(constraints: Constraints | None) -> bool:
    """Whether the constraints let in versions that differ in more than their patch."""
    spans = [_EVERY] if constraints is None else list(_spans(constraints))
    return (
        any(high > (low[0], low[1] + 1, 0) for low, high in spans) or len({low[:2] for low, _ in spans}) > 1
    )


def _spans(constraints: Constraints) -> Iterator[Span]:
    """From which version on, and below which, the alternatives reach; without those that no version meets."""
    for group in constraints.groups:
        low = max((_span(each)[0] for each in group), default=_EVERY[0])
        high = min((_span(each)[1] for each in group), default=_EVERY[1])
        if low < high:
            yield low, high


def _span(comparison: Comparison) -> Span:
    version, wild, operator = comparison.version, comparison.wild, comparison.operator
    if operator == "!=" or wild == 3 or (operator != "^" and version.numbers == (0, 0, 0) and not wild):
        return _EVERY
    if operator in (">=", "=>") or (operator == ">" and version.prerelease):
        return version.numbers, _EVERY[1]
    if operator == ">":
        return _after(version, 2 - wild), _EVERY[1]
    if operator == "<" and not comparison.prereleases:
        return _EVERY[0], version.numbers
    if operator in ("<", "<=", "=<"):
        return _EVERY[0], _after(version, 2 if operator == "<" else 2 - wild)
    if operator == "^":
        place = 0 if version.major or wild == 2 else 1 if version.minor or wild == 1 else 2
        return version.numbers, _after(version, place)
    if operator in ("~", "~>"):
        return version.numbers, _after(version, 0 if wild == 2 else 1)
    return version.numbers, _after(version, 2 - wild)


def _after(version: Version, place: int) -> Numbers:
    """The first version after all that agree with this one up to a place: 0 the major, 2 the patch."""
    numbers = [*version.numbers]
    numbers[place] += 1
    major, minor, patch = [*numbers[: place + 1], 0, 0, 0][:3]
    return major, minor, patch


def _numbers(span: Span, *, strict: bool) -> str:
    (low, high), number = span, _NUMBER if strict else _LOOSE
    last = high[0] if high > (high[0], 0, 0) else high[0] - 1
    major = _between(low[0], last)
    minor = number
    if low[0] == last:
        end = high[1] if high > (last, high[1], 0) else high[1] - 1
        minor = _between(low[1], end if high[0] == last else _ENDLESS)
    if strict:
        return rf"{major}\.{minor}\.{number}"
    return rf"0*{major}(?:\.0*{minor}(?:\.{number})?)?"


def _between(low: int, high: int) -> str:
    """A pattern for the numbers from `low` to `high`, or for more of them."""
    if high - low < _LISTED:
        return f"(?:{'|'.join(map(str, range(low, high + 1)))})"
    if not low:
        return _NUMBER
    digits = str(low)
    longer = [f"[1-9][0-9]{{{len(digits)},}}"]
    longer += [
        f"{digits[:place]}[{int(digit) + 1}-9][0-9]{{{len(digits) - place - 1}}}"
        for place, digit in enumerate(digits)
        if digit != "9"
    ]
    return f"(?:{digits}|{'|'.join(longer)})"
