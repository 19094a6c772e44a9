"""Compiles the catalog's fields to closures that check a value: types, bounds, unknown fields, relations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kargoui.core.catalog import MISSING, Field
from kargoui.core.manifest.bounds import bounds_of
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.problems import MOST_PROBLEMS, Problem, has_expression, missing, named, shown
from kargoui.core.manifest.relations import ONE_OF, Relation, relation_of
from kargoui.core.sentence import Sentence, gettext_noop

Check = Callable[[object, Path, list[Problem]], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the values below a schema are read.

    `templates`: a string with an expression satisfies every type, since only the promotion knows its value.
    `defaults`: what has a default is not missing; the API server fills defaults in before it validates.
    `empty_is_absent`: for relations between fields, "" and the like count as not given.
    """

    version: str
    templates: bool
    defaults: bool
    empty_is_absent: bool


def reading_kinds(version: str) -> Reading:
    """For custom resources, which the API server validates."""
    return Reading(version, templates=False, defaults=True, empty_is_absent=False)


def reading_configs(version: str) -> Reading:
    """For a step's config, which Kargo validates when it has evaluated the expressions."""
    return Reading(version, templates=True, defaults=False, empty_is_absent=True)


def reading_subscriptions(version: str) -> Reading:
    """For subscriptions, which Kargo's webhook validates."""
    return Reading(version, templates=False, defaults=False, empty_is_absent=True)


def compiled(field: Field, reading: Reading) -> Check | None:
    """The check of one field; None where every value will do. The field itself may be no expression."""
    if field.type == "object":
        return _object(field, reading)
    if field.type == "array":
        return _array(field, reading)
    if field.type == "any":
        return None
    return _scalar(field, reading)


def _within(field: Field, reading: Reading) -> Check | None:
    """The check of a property, an item or a value of a map."""
    check = compiled(field, reading)
    if check is None or not reading.templates:
        return check

    def unless_expression(value: object, path: Path, out: list[Problem]) -> None:
        if not (isinstance(value, str) and has_expression(value)):
            check(value, path, out)

    return unless_expression


_OBJECT: Final = gettext_noop("%(field)s must be a mapping (fields with values), but it is %(value)s.")
_ARRAY: Final = gettext_noop("%(field)s must be a list, but it is %(value)s.")
_SCALARS: Final[Mapping[str, str]] = {
    "string": gettext_noop("%(field)s must be text, but it is %(value)s. Put it in quotes."),
    "integer": gettext_noop("%(field)s must be a whole number, but it is %(value)s."),
    "number": gettext_noop("%(field)s must be a number, but it is %(value)s."),
    "boolean": gettext_noop("%(field)s must be true or false (without quotes), but it is %(value)s."),
}
_NO_TEXT: Final = gettext_noop("%(field)s must be text, but it is %(value)s.")
_UNKNOWN: Final = gettext_noop("Kargo %(version)s knows no field %(field)s here. Remove it.")
_MISSPELT: Final = gettext_noop(
    "Kargo %(version)s knows no field %(field)s here. Did you mean %(suggestion)s?"
)
_DATE_TIME: Final = gettext_noop(
    '%(field)s is %(value)s, but must be a date and time like "2025-06-30T12:00:00Z", in quotes.'
)
_RFC3339 = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)"
    r"([.,]\d+)?([Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)


def wrong_type(expected: str, value: object, path: Path) -> Problem:
    """The problem of a value that is not of the type that its field has."""
    template = {"object": _OBJECT, "array": _ARRAY}.get(expected) or _SCALARS[expected]
    if expected == "string" and isinstance(value, dict | list):
        template = _NO_TEXT
    return Problem("wrong-type", path, Sentence(template, {"field": named(path), "value": shown(value)}))


def _unknown(path: Path, known: Mapping[str, object], version: str) -> Problem:
    name = named(path)
    params: dict[str, object] = {"field": name, "version": version}
    close = [other for other in known if other.lower() == name.lower()]
    if not close:
        from difflib import get_close_matches

        close = get_close_matches(name, known, 1, 0.75)
    if not close:
        return Problem("unknown-field", path, Sentence(_UNKNOWN, params))
    return Problem("unknown-field", path, Sentence(_MISSPELT, {**params, "suggestion": close[0]}))


def _object(field: Field, reading: Reading) -> Check:
    known = {name: _within(child, reading) for name, child in field.fields.items()}
    plain = frozenset(name for name, child in field.fields.items() if _takes_any_text(child, reading))
    required = tuple(
        name
        for name, child in field.fields.items()
        if child.required and not (reading.defaults and child.default is not MISSING)
    )
    values = None if field.values is None else _within(field.values, reading)
    closed = not field.open and field.values is None
    rest = _relations(field, reading)
    version = reading.version

    def check(value: object, path: Path, out: list[Problem]) -> None:
        if not isinstance(value, dict):
            out.append(wrong_type("object", value, path))
            return
        for key, item in value.items():
            if len(out) > MOST_PROBLEMS:
                return
            if item is None or (type(item) is str and key in plain):
                continue  # null is as if it were not there: the API server drops it
            if key in known:
                inner = known[key]
            elif closed:
                out.append(_unknown((*path, _part(key)), known, version))
                continue
            else:
                inner = values
            if inner is not None:
                inner(item, (*path, _part(key)), out)
        if required:
            out.extend([missing((*path, name)) for name in required if value.get(name) is None])
        for relation in rest:
            relation(value, path, out)

    return check


def _takes_any_text(field: Field, reading: Reading) -> bool:
    """Whether there is nothing to check of a text: most fields of most manifests."""
    bound = field.enum or field.format == "date-time" or _relations(field, reading)
    return field.type == "string" and not bound


def _part(key: object) -> str:
    return key if type(key) is str else str(key)


def _array(field: Field, reading: Reading) -> Check:
    inner = None if field.items is None else _within(field.items, reading)
    rest = _relations(field, reading)

    def check(value: object, path: Path, out: list[Problem]) -> None:
        if not isinstance(value, list):
            out.append(wrong_type("array", value, path))
            return
        if inner is not None:
            for index, item in enumerate(value):
                if len(out) > MOST_PROBLEMS:
                    return
                inner(item, (*path, index), out)
        for relation in rest:
            relation(value, path, out)

    return check


def _relations(field: Field, reading: Reading) -> tuple[Relation, ...]:
    """What holds of a value as a whole: its size or form, and what its fields say about each other."""
    return (*bounds_of(field), *(relation_of(rule, reading.empty_is_absent) for rule in field.rules))


def _scalar(field: Field, reading: Reading) -> Check:
    matches = _TYPES[field.type]
    allowed = frozenset(field.enum)
    bounds = _relations(field, reading)
    expected = field.type
    dated = field.format == "date-time"

    def check(value: object, path: Path, out: list[Problem]) -> None:
        if not matches(value):
            out.append(wrong_type(expected, value, path))
        elif allowed and value not in allowed:
            params = {"field": named(path), "value": shown(value), "allowed": ", ".join(map(str, field.enum))}
            out.append(Problem("unknown-value", path, Sentence(ONE_OF, params)))
        else:
            for bound in bounds:
                bound(value, path, out)
            if dated and not _RFC3339.fullmatch(str(value)):
                params = {"field": named(path), "value": shown(value)}
                out.append(Problem("wrong-form", path, Sentence(_DATE_TIME, params)))

    return check


def _is_string(value: object) -> bool:
    return type(value) is str


def _is_integer(value: object) -> bool:
    return type(value) is int or (type(value) is float and value.is_integer())


def _is_number(value: object) -> bool:
    return type(value) is int or type(value) is float


def _is_boolean(value: object) -> bool:
    return value is True or value is False


_TYPES: Final[Mapping[str, Callable[[object], bool]]] = {
    "string": _is_string,
    "integer": _is_integer,
    "number": _is_number,
    "boolean": _is_boolean,
}
