"""Semantic versions as values of the language, with the methods that Masterminds/semver gives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kargoui.core.expr.gotypes import BOOL, INT, STRING, UINT64, GoType, function
from kargoui.core.expr.values import Uint64
from kargoui.core.semver import Version, VersionError, compare, parse_version

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
class GoVersion(Version):
    """A version as the language has it, behind a pointer or not."""

    pointer: bool = True

    @property
    def type(self) -> GoType:
        return VERSION_POINTER if self.pointer else VERSION


def version_value(text: str) -> GoVersion:
    """Kargo's semverParse. Raises VersionError with the library's words."""
    read = parse_version(text)
    return GoVersion(*read.numbers, read.prerelease, read.metadata, read.original)


def difference(left: str, right: str) -> str:
    """Kargo's semverDiff."""
    try:
        one, other = parse_version(left), parse_version(right)
    except VersionError:
        return "Incomparable"
    for name in ("Major", "Minor", "Patch", "Metadata"):
        if getattr(one, name.lower()) != getattr(other, name.lower()):
            return name
    return "None"


def _bumped(version: GoVersion, part: str) -> GoVersion:
    major, minor, patch = version.major, version.minor, version.patch
    if part == "IncMajor":
        major, minor, patch = major + 1, 0, 0
    elif part == "IncMinor":
        minor, patch = minor + 1, 0
    elif not version.prerelease:
        patch += 1
    made = GoVersion(major, minor, patch, pointer=False)
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


def call_method(version: GoVersion, name: str, arguments: list[object]) -> object:
    """What a method of a version gives."""
    if name in {"Major", "Minor", "Patch"}:
        return Uint64(getattr(version, name.lower()))
    if name in {"Prerelease", "Metadata", "Original"}:
        return str(getattr(version, name.lower()))
    if name in _COMPARED:
        other = arguments[0]
        return _COMPARED[name](compare(version, other)) if isinstance(other, Version) else False
    return version.text if name == "String" else _bumped(version, name)
