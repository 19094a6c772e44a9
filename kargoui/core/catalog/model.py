"""The facts of one Kargo version as frozen values: fields, kinds, steps, functions and names."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


class Missing(enum.Enum):
    """The type of MISSING, which tells "no default" from a default of null."""

    MISSING = "missing"

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing.MISSING
_NONE: Final[Mapping[str, Field]] = MappingProxyType({})


def _no_fields() -> Mapping[str, Field]:
    return _NONE


@dataclass(frozen=True, slots=True)
class Field:
    """One place in a schema, for one Kargo version.

    `type` is one of object, array, string, integer, number, boolean, any. `required` is said of the field
    in its parent. `open` tells an object that keeps fields the table does not name; where it is False and
    `values` is None, an unknown field is an error. `rules` are constraints between fields, in the words
    that the package's docstring lists.

    `since` is the first version that has the field ("1.4" may mean: or earlier), `until` the last one, None
    while the newest has it. `deprecated` is the version that deprecated it, None before that version.
    """

    type: str
    required: bool = False
    nullable: bool = False
    default: object = MISSING
    enum: tuple[object, ...] = ()
    pattern: str | None = None
    format: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    min_properties: int | None = None
    max_properties: int | None = None
    fields: Mapping[str, Field] = field(default_factory=_no_fields)
    items: Field | None = None
    values: Field | None = None
    open: bool = False
    rules: tuple[str, ...] = ()
    since: str = "1.4"
    until: str | None = None
    deprecated: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource; `schema` is the whole of it: apiVersion, kind, metadata (open), spec, status."""

    name: str
    plural: str
    namespaced: bool
    schema: Field
    summary: str = ""
    since: str = "1.4"
    until: str | None = None


@dataclass(frozen=True, slots=True)
class StepKind:
    """A promotion step that ships with Kargo.

    `outputs` are what `outputs.ALIAS` holds after it ran; with `open_outputs` it may hold other names too.
    """

    name: str
    summary: str
    config: Field
    outputs: Mapping[str, Field] = field(default_factory=_no_fields)
    open_outputs: bool = False
    since: str = "1.4"
    until: str | None = None
    deprecated: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an expression function; `type` as for what functions return."""

    name: str
    type: str
    optional: bool = False
    deprecated: str | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """A function that Kargo adds to those of expr-lang.

    `returns` is a type of Field, or a name in `Catalog.results` whose fields it then has. `nullable`: gives
    nil where it finds nothing (else that is an error). `where` says the places it works in, separated by
    blanks: if, config, vars (of Stages, templates and Promotions), step-vars, verification, criteria (a
    Warehouse's freightCreationCriteria); `anywhere` is all of them but criteria.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    nullable: bool
    where: str
    summary: str
    since: str = "1.4"
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name that expressions can read, dotted (`ctx.meta.promotion.actor`); `where` as for Function."""

    name: str
    type: str
    where: str
    summary: str
    since: str = "1.4"
    until: str | None = None
    deprecated: str | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """What one Kargo version knows. The mappings read their tables when first asked for an entry."""

    version: str
    kinds: Mapping[str, Kind]
    steps: Mapping[str, StepKind]
    subscriptions: Mapping[str, Field]
    functions: Mapping[str, Function]
    names: Mapping[str, Name]
    results: Mapping[str, Field]

    @property
    def context(self) -> tuple[str, ...]:
        """The `ctx.*` names, dotted."""
        return tuple(name for name in self.names if name.startswith("ctx."))
