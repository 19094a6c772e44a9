"""Which names an expression can read at one place, and what is known of each, as fields of the catalog."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from kargoui.core.catalog import Field, catalog
from kargoui.core.expr.shapes import NAMED, STRUCT

Fields = Mapping[str, Field]
OPEN: Final = Field("object", open=True, required=True)  # nobody knows what is in it
_JSON: Final = {str: "string", bool: "boolean", int: "integer", float: "number"}


@dataclass(frozen=True, slots=True)
class Names:
    """What can be read, by its first name; what is neither there nor in something open is nil.

    An object without fields has none, unless it is open. What is `required` is never nil, and an `enum` of
    one value says what it is.
    """

    known: Fields = field(default_factory=dict)


def names_of(
    version: str,
    where: str,
    *,
    vars: Fields | None,  # noqa: A002 - as Kargo calls them
    outputs: Fields | None,
    task_outputs: Fields | None = None,
    metas: Collection[str] | None = None,
) -> Names:
    """The names at one place (`if`, `config`, `vars`, `step-vars`) of a promotion.

    `vars` are the variables by name, `outputs` those of the steps before by alias (see output_of), `metas`
    the aliases in stepMetas; None where nobody knows them. `task_outputs` are those of steps before in the
    same task, None outside of a task.
    """
    there = _there(version, where)
    given: dict[str, Field] = {
        "ctx": _context(version, where),
        "vars": _object({name: _always(one) for name, one in (vars or {}).items()}, vars),
        "outputs": _object(outputs or {}, outputs),
        "stepMetas": _metas(version, metas),
        "secrets": OPEN,
    }
    known = {name: found for name, found in given.items() if name in there}
    if task_outputs is not None and "task" in there:
        inner = {"outputs": _object(task_outputs, task_outputs)}
        known["task"] = Field("object", required=True, fields=inner)
    return Names(known)


def output_of(version: str, uses: str, config: Mapping[str, object] | None = None) -> Field:
    """What a step leaves in `outputs` once it ran; of a kind that Kargo does not ship, anything."""
    kind = catalog(version).steps.get(uses)
    if kind is None:
        return Field("object", open=True)
    named = _named_outputs(uses, config or {}) if kind.open_outputs else ()
    if named is None:
        return Field("object", open=True)
    return Field("object", fields={**kind.outputs, **dict.fromkeys(named, Field("any"))})


def described(value: object) -> Field:
    """A value of JSON that never changes, such as a variable's without expressions."""
    if isinstance(value, Mapping):
        return Field(
            "object", required=True, fields={str(key): described(item) for key, item in value.items()}
        )
    if isinstance(value, list):
        return Field("array", required=True)
    if type(value) not in _JSON:
        return Field("any")
    return Field(_JSON[type(value)], required=True, enum=(value,))


def _named_outputs(uses: str, config: Mapping[str, object]) -> list[str] | None:
    """What the config of a step names its outputs; None where an expression makes the names."""
    if uses == "compose-output":
        return [str(key) for key in config]
    entries = config.get("outputs", [])
    if not isinstance(entries, list):
        return None
    named = [entry.get("name") for entry in entries if isinstance(entry, Mapping)]
    if any(not isinstance(name, str) or "${" in name for name in named):
        return None
    return [str(name) for name in named]


def _always(one: Field) -> Field:
    return one if one.required else replace(one, required=True)


def _object(fields: Fields, known: object) -> Field:
    return OPEN if known is None else Field("object", required=True, fields=fields)


def _metas(version: str, aliases: Collection[str] | None) -> Field:
    if aliases is None:
        return Field("object", required=True, values=_meta(version))
    return Field("object", required=True, fields=dict.fromkeys(aliases, _meta(version)))


@cache
def _meta(version: str) -> Field:
    fields = dict(catalog(version).results["StepExecutionMetadata"].fields)
    fields["Status"] = replace(fields["Status"], format=NAMED)
    return Field("object", format=STRUCT, fields={name: _always(one) for name, one in fields.items()})


@cache
def _there(version: str, where: str) -> Mapping[str, Mapping[str, str]]:
    """The first names that there are in a place, each with the dotted rest and types of what is below it."""
    found: dict[str, dict[str, str]] = {}
    for dotted, name in catalog(version).names.items():
        if is_there(name.where, where):
            first, _, rest = dotted.partition(".")
            found.setdefault(first, {})[rest] = name.type
    return found


@cache
def _context(version: str, where: str) -> Field:
    return _tree(_there(version, where).get("ctx", {}))


def _tree(types: Mapping[str, str]) -> Field:
    """An object with a field at each dotted name."""
    fields: dict[str, Field] = {}
    below: dict[str, dict[str, str]] = {}
    for dotted, kind in types.items():
        first, _, rest = dotted.partition(".")
        if rest:
            below.setdefault(first, {})[rest] = kind
        else:
            fields[first] = Field(kind, required=True)
    fields |= {name: _tree(inner) for name, inner in below.items()}
    return Field("object", required=True, fields=fields)


def is_there(places: str, where: str) -> bool:
    """Whether what the catalog says of places has one of them; "" is any."""
    words = places.split()
    return bool(words) and (not where or where in words or ("anywhere" in words and where != "criteria"))
