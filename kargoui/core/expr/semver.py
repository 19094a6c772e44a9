"""Semantic versions as Masterminds/semver reads them: loosely, v1.2 is 1.2.0."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from kargoui.core.expr.gotypes import BOOL, INT, STRING, UINT64, GoType, function
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.values import Uint64

_PARTS = r"(?:-([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?(?:\+([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?"
_LOOSE = re.compile(r"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?" + _PARTS)

_value_methods: dict[str, GoType] = {
    **dict.fromkeys(("Major", "Minor", "Patch"), function((), UINT64)),
    **dict.fromkeys(("Prerelease", "Metadata", "String"), function((), STRING)),
}
VERSION = GoType(
    "semver.Version", "struct", package="github.com/Masterminds/semver/v3", methods=_value_methods
)
_pointer_methods = dict(_value_methods)
VERSION_POINTER = GoType("*semver.Version", "ptr", VERSION, methods=_pointer_methods)
_value_methods.update(dict.fromkeys(("IncMajor", "IncMinor", "IncPatch"), function((), VERSION)))
_pointer_methods.update(_value_methods)
_pointer_methods["Original"] = function((), STRING)
_pointer_methods.update(
    dict.fromkeys(
        ("LessThan", "LessThanEqual", "GreaterThan", "GreaterThanEqual", "Equal"),
        function((VERSION_POINTER,), BOOL),
    )
)
_pointer_methods["Compare"] = function((VERSION_POINTER,), INT)


@dataclass(frozen=True, slots=True)
class Version:
    major: int
    minor: int
    patch: int
    prerelease: str = ""
    metadata: str = ""
    original: str = ""
    pointer: bool = True

    @property
    def type(self) -> GoType:
        return VERSION_POINTER if self.pointer else VERSION

    @property
    def text(self) -> str:
        tail = (f"-{self.prerelease}" if self.prerelease else "") + (
            f"+{self.metadata}" if self.metadata else ""
        )
        return f"{self.major}.{self.minor}.{self.patch}{tail}"


def parse_version(text: str) -> Version:
    """Raises ValueError with the library's words."""
    match = _LOOSE.fullmatch(text)
    if match is None:
        raise ValueError("invalid semantic version")
    numbers = []
    for part in match.groups()[:3]:
        value = int(part or 0) if len(part or "") < 100 else 2**64
        if value >= 2**64:
            problem = f"strconv.ParseUint: parsing {quote(part)}: value out of range"
            raise ValueError(f"error parsing version segment: {problem}")
        numbers.append(value)
    for part in (match[4] or "").split("."):
        if len(part) > 1 and part.isdigit() and part[0] == "0":
            raise ValueError("version segment starts with 0")
    major, minor, patch = numbers
    return Version(major, minor, patch, match[4] or "", match[5] or "", text)


def compare(left: Version, right: Version) -> int:
    """-1, 0 or 1, by precedence: metadata does not count."""
    one, other = (left.major, left.minor, left.patch), (right.major, right.minor, right.patch)
    if one != other:
        return -1 if one < other else 1
    if left.prerelease == right.prerelease:
        return 0
    if not left.prerelease or not right.prerelease:
        return 1 if not left.prerelease else -1
    one_parts, other_parts = left.prerelease.split("."), right.prerelease.split(".")
    for part, against in zip(one_parts, other_parts, strict=False):
        if part != against:
            return _compare_parts(part, against)
    return -1 if len(one_parts) < len(other_parts) else 1


def _compare_parts(left: str, right: str) -> int:
    if left.isdigit() and right.isdigit():
        return -1 if int(left) < int(right) else 1
    if left.isdigit() != right.isdigit():
        return -1 if left.isdigit() else 1
    return -1 if left < right else 1


def difference(left: str, right: str) -> str:
    """Kargo's semverDiff."""
    try:
        one, other = parse_version(left), parse_version(right)
    except ValueError:
        return "Incomparable"
    for name in ("Major", "Minor", "Patch", "Metadata"):
        if getattr(one, name.lower()) != getattr(other, name.lower()):
            return name
    return "None"


def _bumped(version: Version, part: str) -> Version:
    major, minor, patch = version.major, version.minor, version.patch
    if part == "IncMajor":
        major, minor, patch = major + 1, 0, 0
    elif part == "IncMinor":
        minor, patch = minor + 1, 0
    elif not version.prerelease:
        patch += 1
    made = Version(major, minor, patch, pointer=False)
    prefix = "v" if version.original.startswith("v") else ""
    return replace(made, original=prefix + made.text)


_COMPARED: dict[str, Callable[[int], object]] = {
    "LessThan": lambda sign: sign < 0,
    "LessThanEqual": lambda sign: sign <= 0,
    "GreaterThan": lambda sign: sign > 0,
    "GreaterThanEqual": lambda sign: sign >= 0,
    "Equal": lambda sign: sign == 0,
    "Compare": lambda sign: sign,
}


def call_method(version: Version, name: str, arguments: list[object]) -> object:
    """What a method of a version gives."""
    if name in {"Major", "Minor", "Patch"}:
        return Uint64(getattr(version, name.lower()))
    if name in {"Prerelease", "Metadata", "Original"}:
        return str(getattr(version, name.lower()))
    if name in _COMPARED:
        other = arguments[0]
        return _COMPARED[name](compare(version, other)) if isinstance(other, Version) else False
    return version.text if name == "String" else _bumped(version, name)
