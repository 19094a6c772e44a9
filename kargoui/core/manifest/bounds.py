"""How long, how large, how many and of what form a value may be."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any, Final

import re2

from kargoui.core.catalog import Field
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.problems import Problem, named, shown
from kargoui.core.sentence import Sentence, gettext_noop

# Of a value that has the field's type already.
Bound = Callable[[Any, Path, list[Problem]], None]

_EMPTY: Final = gettext_noop("%(field)s must not be empty.")
_TOO_SHORT: Final = gettext_noop("%(field)s has %(count)s characters, but must have at least %(limit)s.")
_TOO_LONG: Final = gettext_noop("%(field)s has %(count)s characters, but may have at most %(limit)s.")
_TOO_SMALL: Final = gettext_noop("%(field)s is %(value)s, but must be at least %(limit)s.")
_TOO_LARGE: Final = gettext_noop("%(field)s is %(value)s, but may be at most %(limit)s.")
_TOO_FEW: Final = gettext_noop("%(field)s has %(count)s entries, but must have at least %(limit)s.")
_TOO_MANY: Final = gettext_noop("%(field)s has %(count)s entries, but may have at most %(limit)s.")
_FORM: Final = gettext_noop("%(field)s is %(value)s, which has not the form that Kargo requires: %(pattern)s")
_REMEMBERED: Final = 20_000  # names and URLs stand in many manifests of a project
_LONGEST: Final = 1_000  # characters of a text that is worth remembering


def bounds_of(field: Field) -> tuple[Bound, ...]:
    """The bounds that a field sets, as functions of a value of its type."""
    bounds: list[Bound] = []
    if field.type == "string":
        bounds += _lengths(field.min_length, field.max_length, (_EMPTY, _TOO_SHORT, _TOO_LONG))
        if field.pattern is not None:
            bounds.append(partial(_form, field.pattern))
    elif field.type == "array":
        bounds += _lengths(field.min_items, field.max_items, (_EMPTY, _TOO_FEW, _TOO_MANY))
    elif field.type == "object":
        bounds += _lengths(field.min_properties, field.max_properties, (_EMPTY, _TOO_FEW, _TOO_MANY))
    elif field.minimum is not None or field.maximum is not None:
        bounds.append(partial(_size, field.minimum, field.maximum))
    return tuple(bounds)


def _lengths(least: int | None, most: int | None, templates: tuple[str, str, str]) -> list[Bound]:
    if not least and most is None:
        return []
    empty, short, long = templates

    def check(value: Any, path: Path, out: list[Problem]) -> None:
        count = len(value)
        if least is not None and count < least:
            _bound(empty if least == 1 else short, path, out, count=count, limit=least)
        elif most is not None and count > most:
            _bound(long, path, out, count=count, limit=most)

    return [check]


def _size(least: float | None, most: float | None, value: Any, path: Path, out: list[Problem]) -> None:
    if least is not None and value < least:
        _bound(_TOO_SMALL, path, out, value=shown(value), limit=f"{least:g}")
    elif most is not None and value > most:
        _bound(_TOO_LARGE, path, out, value=shown(value), limit=f"{most:g}")


def _bound(template: str, path: Path, out: list[Problem], **params: object) -> None:
    sentence = Sentence(template, {"field": named(path), **params})
    out.append(Problem("out-of-bounds", path, sentence))


def _form(pattern: str, value: Any, path: Path, out: list[Problem]) -> None:
    if not matches(pattern, value):
        params = {"field": named(path), "value": shown(value), "pattern": pattern}
        out.append(Problem("wrong-form", path, Sentence(_FORM, params)))


def matches(pattern: str, text: str) -> bool:
    """Whether a text has a form, as Go's regular expressions see it (RE2, as the API server uses them).

    Some of Kargo's patterns would take a backtracking engine years on a text that was written for it.
    """
    return _remembered(pattern, text) if len(text) <= _LONGEST else _searched(pattern, text)


@cache
def _expression(pattern: str) -> Any:
    return re2.compile(pattern)


def _searched(pattern: str, text: str) -> bool:
    return _expression(pattern).search(text) is not None


_remembered = lru_cache(maxsize=_REMEMBERED)(_searched)
