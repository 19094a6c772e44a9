"""Turns Kargo's own schemas into the catalog's fields, so that the tables can be compared with them."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import yaml

from kargoui.core.catalog import MISSING, Field, Kind

Schema = dict[str, Any]

DEPRECATED = "deprecated"  # the schemas do not always say since when

NUMBERS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_items",
    "maxItems": "max_items",
    "minProperties": "min_properties",
    "maxProperties": "max_properties",
}
# Keys that tell how changes are merged, or are there for people.
SILENT = {"description", "title", "$schema", "$id", "definitions", "x-kubernetes-map-type", "deprecated"}
READ = {
    *NUMBERS,
    "type", "properties", "required", "items", "additionalProperties", "default", "enum", "pattern", "format",
    "nullable", "x-kubernetes-validations", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-list-type",
    "x-kubernetes-list-map-keys", "oneOf", "anyOf", "uniqueItems",
}  # fmt: skip

CEL = {
    "has(self.uses) && !has(self.task)": ("at-least-one-of uses", "at-most-one-of uses task"),
    "(has(self.uses) ? !has(self.task) : has(self.task))": ("exactly-one-of uses task",),
    "has(self.stage) ? !has(self.stageSelector) : has(self.stageSelector)": (
        "exactly-one-of stage stageSelector",
    ),
    "!has(self.task) || !has(self.continueOnError)": ("forbids continueOnError when task",),
    "!has(self.task) || !has(self.retry)": ("forbids retry when task",),
    "has(self.freight) != has(self.origin)": ("exactly-one-of freight origin",),
    "!(has(self.semverConstraint) && has(self.constraint))": ("at-most-one-of constraint semverConstraint",),
    "!(self.imageSelectionStrategy == 'Digest') || has(self.constraint) || has(self.semverConstraint)": (
        "requires constraint|semverConstraint when imageSelectionStrategy = Digest",
    ),
    "self.size() == 0 || self[0] == 'Failed' || self[0] == 'Errored'": ("item 0 one-of Failed Errored",),
    "self.size() <= 1 || self[1] == 'Failed' || self[1] == 'Errored'": ("item 1 one-of Failed Errored",),
    "self.size() == 0 || self[0] == 'Failed' || self[0] == 'Error'": ("item 0 one-of Failed Error",),
    "self.size() <= 1 || self[1] == 'Failed' || self[1] == 'Error'": ("item 1 one-of Failed Error",),
}


def crd_kinds(folder: Path) -> dict[str, Kind]:
    """The kinds of one version's CRDs."""
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        document = yaml.load(path.read_text(), yaml.CSafeLoader)
        spec = document["spec"]
        (version,) = spec["versions"]
        schema = version["schema"]["openAPIV3Schema"]
        # A resource's metadata is the API server's: the CRD says no more than that it is an object.
        assert schema["properties"]["metadata"] == {"type": "object"}
        schema["properties"]["metadata"]["additionalProperties"] = True
        names = spec["names"]
        found[names["kind"]] = Kind(
            names["kind"], names["plural"], spec["scope"] == "Namespaced", field_of(schema, closed=True)
        )
    return found


def json_schemas(folder: Path, ending: str) -> dict[str, Field]:
    """The fields of JSON Schema files, by the files' names without `ending`."""
    return {
        path.name.removesuffix(ending): field_of(_inlined(_read(path), path), closed=False)
        for path in sorted(folder.glob(f"*{ending}"))
    }


@functools.cache
def _read(path: Path) -> Any:
    return json.loads(path.read_text())


def _inlined(schema: Any, file: Path) -> Any:
    """The schema with what its `$ref`s point at in their place."""
    if isinstance(schema, list):
        return [_inlined(item, file) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name, _, pointer = schema["$ref"].partition("#")
        target_file = file.parent / name if name else file
        target = _read(target_file)
        for part in filter(None, pointer.split("/")):
            target = target[part]
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return {**_inlined(target, target_file), **rest}
    return {key: _inlined(value, file) for key, value in schema.items()}


def field_of(schema: Schema, *, closed: bool, required: bool = False) -> Field:
    """The field that a schema describes; `closed`: unknown fields are errors where it is silent."""
    unread = schema.keys() - READ - SILENT
    assert not unread, f"a schema says something that is not compared: {unread}"
    needed = schema.get("required", [])
    more = schema.get("additionalProperties")
    opened = not closed and more is None
    return Field(
        type=schema.get("type", "any"),
        required=required,
        nullable=schema.get("nullable", False),
        default=schema.get("default", MISSING),
        enum=tuple(schema.get("enum", ())),
        pattern=schema.get("pattern"),
        format=schema.get("format"),
        fields={
            name: field_of(sub, closed=closed, required=name in needed)
            for name, sub in schema.get("properties", {}).items()
        },
        items=field_of(schema["items"], closed=closed) if "items" in schema else None,
        values=field_of(more, closed=closed) if isinstance(more, dict) else None,
        open=more is True or (opened and schema.get("type") == "object"),
        rules=_rules(schema),
        deprecated=DEPRECATED if _is_deprecated(schema) else None,
        **{ours: schema[theirs] for theirs, ours in NUMBERS.items() if theirs in schema},
    )


def _is_deprecated(schema: Schema) -> bool:
    """Whether the schema says so, in its own way or in its description; of SSH URLs alone does not count."""
    said: str = schema.get("description", "").replace("Deprecated: Support for SSH URLs", "")
    return bool(schema.get("deprecated")) or re.search(r"\bDeprecated[:.]", said) is not None


def _rules(schema: Schema) -> tuple[str, ...]:
    rules = [rule for cel in schema.get("x-kubernetes-validations", ()) for rule in CEL[cel["rule"]]]
    if schema.get("uniqueItems") or schema.get("x-kubernetes-list-type") == "set":
        rules.append("unique-items")
    if schema.get("x-kubernetes-list-type") == "map":
        rules.append(f"unique-by {' '.join(schema['x-kubernetes-list-map-keys'])}")
    if "anyOf" in schema:
        rules.append(f"at-least-one-of {' '.join(sorted(_demanded(schema['anyOf'])))}")
    if "oneOf" in schema:
        rules.extend(_of_branches(schema["oneOf"]))
    return tuple(rules)


def _demanded(branches: list[Schema]) -> set[str]:
    return {name for branch in branches for name in branch.get("required", ())}


def _of_branches(branches: list[Schema]) -> list[str]:
    """The rules that say what a oneOf says.

    Kargo writes one shape of it: a branch demands some fields and forbids others by allowing for them no more
    than null, "" or false; a branch that demands nothing allows none.
    """
    if branches == [{"format": "email"}, {"const": ""}]:
        return ["empty-or-email"]
    demanded = _demanded(branches)
    forbidden = {name for branch in branches for name in _forbidden(branch)}
    if forbidden - demanded == {"updateTargetRevision"}:
        return ["requires desiredRevision when updateTargetRevision = true"]
    rules = [f"forbids {name} when {_only_rival(name, branches)}" for name in sorted(forbidden - demanded)]
    none_allowed = any("required" not in branch for branch in branches)
    word = "at-most-one-of" if none_allowed else "exactly-one-of"
    return [f"{word} {' '.join(sorted(demanded))}", *rules]


def _forbidden(branch: Schema) -> set[str]:
    return {
        name
        for name, sub in branch.get("properties", {}).items()
        if set(map(repr, sub.get("enum", ["more"]))) <= {"None", "''", "False"}
    }


def _only_rival(name: str, branches: list[Schema]) -> str:
    (rival,) = {
        demanded for branch in branches if name in _forbidden(branch) for demanded in branch["required"]
    }
    return str(rival)
