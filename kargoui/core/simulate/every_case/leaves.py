"""Which values of a config a step's schema cannot tell apart, so that one may stand for all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache

from kargoui.core.catalog import Field, catalog
from kargoui.core.expr import Unknown
from kargoui.core.simulate.alternatives import Findings
from kargoui.core.simulate.every_case.exploring import identity
from kargoui.core.simulate.schema import compiled, given

Path = tuple[str | int, ...]
SHOW_THEIR_CONFIG = frozenset({"compose-output", "fail"})


@lru_cache(maxsize=1024)
def interchangeable(version: str, uses: str, path: Path) -> Callable[[object], Hashable]:
    """A key that is equal for values with which a config is as good, and found fault with alike."""
    field, parent = _field(version, uses, path)
    if parent is None or uses in SHOW_THEIR_CONFIG:
        return identity
    check = None if field is None else compiled(field)
    related = bool(parent.rules)

    def key(value: object) -> Hashable:
        found = Findings()
        if check is not None:
            check(value, "", found)
        if not related:
            return tuple(found)
        if isinstance(value, dict | list | Unknown):
            return (identity(value), tuple(found))
        small = value if isinstance(value, bool) or value is None else value == ""
        return (given(value), small, tuple(found))

    return key


@lru_cache(maxsize=1024)
def is_free_text(version: str, uses: str, path: Path) -> bool:
    """Whether the schema takes any text there that is not empty."""
    field, parent = _field(version, uses, path)
    if parent is None or uses in SHOW_THEIR_CONFIG:
        return False
    if field is None:
        return True
    bounds = (field.enum, field.pattern, field.format, field.max_length, field.rules)
    return field.type in ("string", "any") and not any(bounds) and (field.min_length or 0) <= 1


def _field(version: str, uses: str, path: Path) -> tuple[Field | None, Field | None]:
    """The field at a place, None where the schema says nothing of it, and the one that it is a part of.

    That is None where a value cannot be looked at by itself: all items of a list have to differ.
    """
    kind = catalog(version).steps[uses]
    field: Field | None = kind.config
    parent = kind.config
    for part in path:
        if field is None:
            return None, parent
        if "unique-items" in field.rules:
            return None, None
        parent = field
        field = field.items if isinstance(part, int) else field.fields.get(part, field.values)
    return field, parent
