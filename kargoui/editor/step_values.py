"""Values that hold expressions, and variables: listed, and each edited in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from kargoui.core.manifest.errors import PathError
from kargoui.core.manifest.operations import Operation, Set
from kargoui.core.manifest.path import Path, format_path, parse_path
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.sentence import Sentence, gettext_noop

MAX_LENGTH = 20_000
_MARKS = ("${{", "${%")
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class StepValue:
    """One value: `path` leads to it from the step, or from the manifest; `label` says the same for people."""

    number: int
    path: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ValueForm:
    """The form of one value; `text` is what was typed, or the value as it stands.

    `key` names the step, or the variable, by its content; `region` is the part of the page that holds it.
    """

    url: str
    region: str
    key: str
    value: StepValue
    text: str
    refused: Sequence[Sentence] = ()

    @property
    def multiline(self) -> bool:
        return "\n" in self.value.text

    @property
    def field_id(self) -> str:
        return f"value-{self.key}-{self.value.number}"

    @property
    def refused_id(self) -> str:
        return f"{self.field_id}-refused"

    @property
    def described(self) -> str:
        """The id of what is said about the field."""
        return self.refused_id if self.refused else ""


def values_of(step: object) -> tuple[StepValue, ...]:
    """The variables of a step, and what in its config holds expressions, in the order of the manifest."""
    body = mapping(step)
    found = [*_templated(body.get("config"), ("config",), 0), *_variables(body.get("vars"))]
    return tuple(
        StepValue(number, format_path(path), label or format_path(path), value)
        for number, (path, label, value) in enumerate(found)
    )


def value_at(step: object, path: str) -> StepValue | None:
    """The value at a path, None where the step has none there that can be edited."""
    return next((value for value in values_of(step) if value.path == path), None)


def value_edits(owner: Path, value: StepValue, typed: str) -> list[Operation]:
    """The edit that gives a value below `owner` this text; nothing where it has it already."""
    return [] if typed == value.text else [Set((*owner, *parse_path(value.path)), typed)]


def typed_value(posted: QueryDict) -> str:
    """What a form says, with the line ends of manifests: browsers send others."""
    return posted.get("value", "").replace("\r\n", "\n")


def why_not(typed: str) -> Sequence[Sentence]:
    """What keeps a value from being stored, before the manifest is asked."""
    if len(typed) > MAX_LENGTH:
        return [Sentence(gettext_noop("A value has at most %(count)s characters."), {"count": MAX_LENGTH})]
    return []


def read_path(typed: str) -> Path:
    """The path that a page sends; () for what is none."""
    try:
        return parse_path(typed)
    except PathError:
        return ()


def _templated(value: object, path: Path, depth: int) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, str):
        if any(mark in value for mark in _MARKS):
            yield path, "", value
    elif depth > _DEEPEST:
        return
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(key, str):
                yield from _templated(item, (*path, key), depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _templated(item, (*path, index), depth + 1)


def _variables(entries: object) -> Iterator[tuple[Path, str, str]]:
    for index, entry in enumerate(map(mapping, items(entries))):
        value, name = entry.get("value"), text(entry.get("name"))
        if isinstance(value, str) and name:
            yield ("vars", index, "value"), format_path(("vars", name)), value
