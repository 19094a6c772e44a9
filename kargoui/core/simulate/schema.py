"""Checks a step's evaluated config against its schema and words what is wrong as Kargo does.

Kargo hands configs to github.com/xeipuuv/gojsonschema (v1.2.0) and joins its messages by newlines. Where a
config has several faults, Kargo's order between fields is random; here it is that of the catalog.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import re2

from kargoui.core.catalog import Field, catalog
from kargoui.core.expr import Unknown
from kargoui.core.simulate.alternatives import Check, Findings, alternatives_of


@cache
def config_check(version: str, uses: str) -> Callable[[object], str]:
    """The check of a shipped step's config: it gives the text after `invalid X config: `, "" where valid."""
    check = compiled(catalog(version).steps[uses].config)

    def findings(config: object) -> str:
        found = Findings()
        check(config, "", found)
        return "\n".join(found)

    return findings


def compiled(field: Field) -> Check:
    """The check of one place of a config, as its field asks."""
    inner, bounds, relations = _inner(field), _bounds(field), _relations(field)
    expected = f"[{field.type},null]" if field.nullable else field.type
    matches = _MATCHES[field.type]
    nullable = field.nullable or field.type == "any"
    order = (*inner, *bounds, *relations) if field.type == "array" else (*relations, *bounds, *inner)

    def check(value: object, context: str, out: Findings) -> None:
        if isinstance(value, Unknown):
            return
        if not matches(value):
            if value is not None or not nullable:
                out.add(context, f"Invalid type. Expected: {expected}, given: {given(value)}")
            return
        for part in order:
            part(value, context, out)

    return check


def given(value: object) -> str:
    """The library's name of a value's type."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case list():
            return "array"
    return "object"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_MATCHES: Final[dict[str, Callable[[object], bool]]] = {
    "any": lambda _: True,
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: given(value) == "integer",
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def _inner(field: Field) -> list[Check]:
    """What the parts of a value are held to."""
    if field.type == "object":
        return [_object(field)]
    return [_array(field.items)] if field.type == "array" and field.items is not None else []


def _object(field: Field) -> Check:
    required = tuple(name for name, child in field.fields.items() if child.required)
    known = {name: compiled(child) for name, child in field.fields.items()}
    values = None if field.values is None else compiled(field.values)
    closed = not field.open and field.values is None

    def check(value: object, context: str, out: Findings) -> None:
        assert isinstance(value, dict)  # noqa: S101 - for mypy: the type has been checked
        for name in required:
            if name not in value:
                out.add(context, f"{name} is required")
        if not known.keys() >= value.keys():
            for name, item in value.items():
                if name in known:
                    continue
                if values is not None:
                    values(item, _below(context, name), out)
                elif closed:
                    out.add(context, f"Additional property {name} is not allowed")
        for name, inner in known.items():
            if name in value:
                inner(value[name], _below(context, name), out)

    return check


def _array(items: Field) -> Check:
    inner = compiled(items)

    def check(value: object, context: str, out: Findings) -> None:
        assert isinstance(value, list)  # noqa: S101 - for mypy: the type has been checked
        for index, item in enumerate(value):
            inner(item, _below(context, str(index)), out)

    return check


def _below(context: str, name: str) -> str:
    return f"{context}.{name}" if context else name


def _relations(field: Field) -> list[Check]:
    checks: list[Check] = []
    for rule in field.rules:
        if rule == "empty-or-email":
            checks.append(_empty_or_email)
        elif rule == "unique-items":
            checks.append(_unique)
        elif (check := alternatives_of(field, rule)) is not None:
            checks.append(check)
    return checks


def _bounds(field: Field) -> list[Check]:
    """What a value is held to by itself, in the order of the library."""
    bounds: list[Check] = []

    def bound(limit: float | None, broken: Callable[[object, float], bool], message: str) -> None:
        if limit is None:
            return
        text = message.format(f"{limit:.10g}")

        def check(value: object, context: str, out: Findings) -> None:
            if broken(value, limit):
                out.add(context, text)

        bounds.append(check)

    bound(field.min_properties, _shorter, "Must have at least {} properties")
    bound(field.max_properties, _longer, "Must have at most {} properties")
    bound(field.min_items, _shorter, "Array must have at least {} items")
    bound(field.max_items, _longer, "Array must have at most {} items")
    bound(field.maximum, lambda value, limit: value > limit, "Must be less than or equal to {}")  # type: ignore[operator]
    bound(field.minimum, lambda value, limit: value < limit, "Must be greater than or equal to {}")  # type: ignore[operator]
    if field.enum:
        bounds.append(_enum(field.enum))
    if field.format in _FORMATS:
        bounds.append(_form(_FORMATS[field.format], f"Does not match format '{field.format}'"))
    bound(field.min_length, _shorter, "String length must be greater than or equal to {}")
    bound(field.max_length, _longer, "String length must be less than or equal to {}")
    if field.pattern is not None:
        search = re2.compile(field.pattern).search
        message = f"Does not match pattern '{field.pattern}'"
        bounds.append(_form(lambda text: search(text) is not None, message))
    return bounds


def _shorter(value: object, limit: float) -> bool:
    return len(value) < limit  # type: ignore[arg-type]


def _longer(value: object, limit: float) -> bool:
    return len(value) > limit  # type: ignore[arg-type]


def _enum(allowed: tuple[object, ...]) -> Check:
    shown = ", ".join(json.dumps(each, ensure_ascii=False) for each in allowed)

    def check(value: object, context: str, out: Findings) -> None:
        if value not in allowed:
            out.add(context, f"{context} must be one of the following: {shown}")

    return check


def _form(fits: Callable[[str], bool], message: str) -> Check:
    def check(value: object, context: str, out: Findings) -> None:
        if not fits(str(value)):
            out.add(context, message)

    return check


_EMAIL = re2.compile(r"^\s*([^@<>\s]+|.*<[^@<>\s]+)@[^@<>\s]+>?\s*$")


def _is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


def _is_uri(text: str) -> bool:
    try:
        return bool(urlsplit(text).scheme) and "\\" not in text
    except ValueError:
        return False


_FORMATS: Final = {"email": _is_email, "uri": _is_uri}


def _empty_or_email(value: object, context: str, out: Findings) -> None:
    """`oneOf` an address and "", which the schema allows besides."""
    if not _is_email(str(value)) and value != "":
        out.add(context, "Must validate one and only one schema (oneOf)")
        out.add(context, "Does not match format 'email'")


def _unique(value: object, context: str, out: Findings) -> None:
    seen: dict[str, int] = {}
    assert isinstance(value, list)  # noqa: S101 - for mypy: only arrays have this rule
    for index, item in enumerate(value):
        text = json.dumps(item, sort_keys=True)
        if text in seen:
            out.add(context, f"array items[{seen[text]},{index}] must be unique")
        seen[text] = index
