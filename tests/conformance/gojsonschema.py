"""Validates by a JSON Schema as github.com/xeipuuv/gojsonschema v1.2.0 does, with its messages.

Written from that library's behaviour, by the schema itself; the product works from the catalog's tables.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]


@dataclass
class Result:
    """Messages and the score by which the library chooses among alternatives."""

    errors: list[str] = field(default_factory=list)
    score: int = 0

    def add(self, context: str, message: str) -> None:
        self.errors.append(f"{context or '(root)'}: {message}")
        self.score -= 2

    def merge(self, other: Result) -> None:
        self.errors += other.errors
        self.score += other.score


def validate(schema: Schema, value: object) -> list[str]:
    """The messages for a value, between fields in the order of the schema (the library's is random)."""
    result = Result()
    _visit(schema, value, "", result)
    return result.errors


def kind(value: object) -> str:
    names = {
        type(None): "null",
        bool: "boolean",
        str: "string",
        list: "array",
        dict: "object",
        int: "integer",
    }
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return names[type(value)]


def _visit(schema: Schema, value: object, context: str, result: Result) -> None:
    given, wanted = kind(value), schema.get("type")
    if wanted is not None and given != wanted and not (wanted == "number" and given == "integer"):
        result.add(context, f"Invalid type. Expected: {wanted}, given: {given}")
        return
    _alternatives(schema, value, context, result)
    if isinstance(value, list):
        _array(schema, value, context, result)
    elif isinstance(value, dict):
        _object(schema, value, context, result)
    elif given in ("integer", "number"):
        _number(schema, value, context, result)
    _common(schema, value, context, result)
    if isinstance(value, dict):
        for name, child in schema.get("properties", {}).items():
            if name in value:
                _visit(child, value[name], _below(context, name), result)
    elif isinstance(value, str):
        _string(schema, value, context, result)
    result.score += 1


def _below(context: str, name: object) -> str:
    return f"{context}.{name}" if context else str(name)


def _alternatives(schema: Schema, value: object, context: str, result: Result) -> None:
    for word, message in (
        ("anyOf", "Must validate at least one schema (anyOf)"),
        ("oneOf", "Must validate one and only one schema (oneOf)"),
    ):
        if word not in schema:
            continue
        valid, best = 0, None
        for branch in schema[word]:
            tried = Result()
            _visit(branch, value, context, tried)
            if not tried.errors:
                valid += 1
            elif not valid and (best is None or tried.score > best.score):
                best = tried
        if valid == 0 or (word == "oneOf" and valid != 1):
            result.add(context, message)
            if not valid and best is not None:
                result.merge(best)
    result.score += 1


def _array(schema: Schema, value: list[object], context: str, result: Result) -> None:
    if "items" in schema:
        for index, item in enumerate(value):
            inner = Result()
            _visit(schema["items"], item, _below(context, index), inner)
            result.merge(inner)
    if len(value) < schema.get("minItems", 0):
        result.add(context, f"Array must have at least {schema['minItems']} items")
    if schema.get("uniqueItems"):
        seen: dict[str, int] = {}
        for index, item in enumerate(value):
            text = json.dumps(item, sort_keys=True)
            if text in seen:
                result.add(context, f"array items[{seen[text]},{index}] must be unique")
            seen[text] = index
    result.score += 1


def _object(schema: Schema, value: dict[str, object], context: str, result: Result) -> None:
    if len(value) < schema.get("minProperties", 0):
        result.add(context, f"Must have at least {schema['minProperties']} properties")
    for name in schema.get("required", ()):
        if name in value:
            result.score += 1
        else:
            result.add(context, f"{name} is required")
    others = schema.get("additionalProperties", True)
    for name in [name for name in value if name not in schema.get("properties", {})]:
        if others is False:
            result.add(context, f"Additional property {name} is not allowed")
        elif isinstance(others, dict):
            inner = Result()
            _visit(others, value[name], _below(context, name), inner)
            result.merge(inner)
    result.score += 1


def _number(schema: Schema, value: Any, context: str, result: Result) -> None:
    if value > schema.get("maximum", value):
        result.add(context, f"Must be less than or equal to {schema['maximum']}")
    if value < schema.get("minimum", value):
        result.add(context, f"Must be greater than or equal to {schema['minimum']}")
    result.score += 1


def _common(schema: Schema, value: object, context: str, result: Result) -> None:
    if "const" in schema and json.dumps(schema["const"]) != json.dumps(value):
        result.add(context, f"{context} does not match: {json.dumps(schema['const'])}")
    if "enum" in schema and json.dumps(value) not in map(json.dumps, schema["enum"]):
        allowed = ", ".join(map(json.dumps, schema["enum"]))
        result.add(context, f"{context} must be one of the following: {allowed}")
    if "format" in schema and isinstance(value, str) and not _has_format(schema["format"], value):
        result.add(context, f"Does not match format '{schema['format']}'")
    result.score += 1


def _has_format(name: str, text: str) -> bool:
    if name == "email":
        return re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) is not None and "\\" not in text


def _string(schema: Schema, value: str, context: str, result: Result) -> None:
    if len(value) < schema.get("minLength", 0):
        result.add(context, f"String length must be greater than or equal to {schema['minLength']}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        result.add(context, f"Does not match pattern '{schema['pattern']}'")
    result.score += 1
