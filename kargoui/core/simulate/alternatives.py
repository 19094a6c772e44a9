"""Rules between the fields of a config, as the alternatives (`oneOf`, `anyOf`) of Kargo's step schemas.

Their library names the alternative that fits a config best in its message, so it matters what each one asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kargoui.core.catalog import Field
from kargoui.core.expr import Unknown

Check = Callable[[object, str, "Findings"], None]

_ONE_OF: Final = "Must validate one and only one schema (oneOf)"
_ANY_OF: Final = "Must validate at least one schema (anyOf)"
_NULL: Final = {"string": ("", None), "boolean": (False, None)}
_EMPTY: Final[Mapping[str, object]] = {"string": "", "array": [], "object": {}}
_NODE: Final = 4  # what the library credits a valid object, list or string with; one less for other values
_FAULT: Final = 2  # what it takes off for each fault


class Findings(list[str]):
    """The messages that the library would give, in its order."""

    __slots__ = ()

    def add(self, context: str, message: str) -> None:
        self.append(f"{context or '(root)'}: {message}")


@dataclass(frozen=True, slots=True)
class _Part:
    """What an alternative asks of one field: `set`, `there` (set is not checked), `unset` or `null-first`."""

    name: str
    word: str
    type: str

    @property
    def required(self) -> bool:
        return self.word in ("set", "there")


# For each rule the alternatives in the order of the schema. +a: a is required and not empty; !a: a is
# required; -a: a is absent, "" or null (false for booleans); ~a: the same, but the message says null first.
_WRITTEN: Final[Mapping[str, tuple[str, ...]]] = {
    "at-least-one-of matchExpressions matchLabels": ("+matchLabels", "+matchExpressions"),
    "at-most-one-of branch commit tag": (
        "~branch ~commit ~tag",
        "+branch ~commit ~tag",
        "~branch +commit ~tag",
        "~branch ~commit +tag",
    ),
    "at-most-one-of digest tag": ("~digest ~tag", "+digest ~tag", "~digest +tag"),
    "at-most-one-of generateTargetBranch targetBranch": (
        "+generateTargetBranch -targetBranch",
        "-generateTargetBranch +targetBranch",
        "-generateTargetBranch -targetBranch",
    ),
    "at-most-one-of generateTargetBranch tag targetBranch": (
        "+generateTargetBranch -targetBranch -tag",
        "-generateTargetBranch +targetBranch -tag",
        "-generateTargetBranch -targetBranch +tag -force",
        "-generateTargetBranch -targetBranch -tag",
    ),
    "exactly-one-of digest tag": ("-digest +tag", "+digest -tag"),
    "exactly-one-of message messageFromSteps": ("!message 0messageFromSteps", "!messageFromSteps 0message"),
    "exactly-one-of name selector": ("+name -selector", "!selector -name"),
    "exactly-one-of path paths": ("!path", "!paths"),
    "requires desiredRevision when updateTargetRevision = true": (
        "-desiredRevision -updateTargetRevision",
        "+desiredRevision",
    ),
}
_PART_OF: Final = frozenset({"forbids force when tag"})  # said by another rule's alternatives
_WORDS: Final = {"+": "set", "!": "there", "-": "unset", "~": "null-first", "0": "null"}


def alternatives_of(field: Field, rule: str) -> Check | None:
    """The check of one rule of an object; None where another rule's alternatives contain it."""
    if rule in _PART_OF:
        return None
    branches = tuple(tuple(_part(field, word) for word in written.split()) for written in _WRITTEN[rule])
    check = _any_of(branches) if rule.startswith("at-least-one-of ") else _one_of(branches)
    names = frozenset(part.name for parts in branches for part in parts)

    def unless_unknown(value: object, context: str, out: Findings) -> None:
        assert isinstance(value, dict)  # noqa: S101 - for mypy: only objects have such rules
        if not any(isinstance(value.get(name), Unknown) for name in names):
            check(value, context, out)

    return unless_unknown


def _part(field: Field, word: str) -> _Part:
    name = word[1:]
    child = field.fields.get(name)
    return _Part(name, _WORDS[word[0]], child.type if child is not None else "string")


def _one_of(branches: tuple[tuple[_Part, ...], ...]) -> Check:
    def check(value: object, context: str, out: Findings) -> None:
        assert isinstance(value, dict)  # noqa: S101 - for mypy: only objects have such rules
        valid = sum(all(_fits(part, value) for part in parts) for parts in branches)
        if valid != 1:
            out.add(context, _ONE_OF)
            if not valid:
                out.extend(_closest(branches, value, context))

    return check


def _any_of(branches: tuple[tuple[_Part, ...], ...]) -> Check:
    def check(value: object, context: str, out: Findings) -> None:
        assert isinstance(value, dict)  # noqa: S101 - for mypy: only objects have such rules
        if not any(all(_fits(part, value) for part in parts) for parts in branches):
            out.add(context, _ANY_OF)
            out.extend(_closest(branches, value, context))

    return check


def _fits(part: _Part, value: Mapping[str, object]) -> bool:
    if part.name not in value:
        return not part.required
    item = value[part.name]
    match part.word:
        case "there":
            return True
        case "null":
            return item is None
        case "set":
            # minLength, minItems and minProperties say nothing about null and other types
            return item is True if part.type == "boolean" else item != _EMPTY[part.type]
        case _:
            return any(item is each or (each == "" == item) for each in _NULL.get(part.type, (None,)))


def _closest(branches: tuple[tuple[_Part, ...], ...], value: Mapping[str, object], context: str) -> Findings:
    """The findings of the alternative with the library's highest score, the first of equals."""
    best: tuple[int, Findings] | None = None
    for parts in branches:
        found = Findings()
        score = _NODE
        for part in parts:
            if part.required:
                score += 1 if part.name in value else -_FAULT
                if part.name not in value:
                    found.add(context, f"{part.name} is required")
        for part in parts:
            if part.name in value:
                score += _NODE if isinstance(value[part.name], str | list | dict) else _NODE - 1
                if not _fits(part, value):
                    score -= _FAULT
                    found.add(_below(context, part.name), _refusal(part, _below(context, part.name)))
        if best is None or score > best[0]:
            best = score, found
    return best[1] if best else Findings()


def _below(context: str, name: str) -> str:
    return f"{context}.{name}" if context else name


def _refusal(part: _Part, context: str) -> str:
    if part.word == "set":
        return {
            "boolean": f"{context} does not match: true",
            "array": "Array must have at least 1 items",
            "object": "Must have at least 1 properties",
        }.get(part.type, "String length must be greater than or equal to 1")
    allowed = ["null"] if part.word == "null" else _shown(part)
    return f"{context} must be one of the following: {', '.join(allowed)}"


def _shown(part: _Part) -> list[str]:
    shown = {"string": ['""', "null"], "boolean": ["false", "null"]}.get(part.type, ["null"])
    return shown[::-1] if part.word == "null-first" else shown
