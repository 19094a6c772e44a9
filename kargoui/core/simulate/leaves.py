"""Which values of a config a step's schema cannot tell apart, so that one may stand for all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache

from kargoui.core.catalog import Field, catalog
from kargoui.core.expr import Unknown
from kargoui.core.simulate.alternatives import Findings
from kargoui.core.simulate.exploring import identity
from kargoui.core.simulate.schema import compiled, given

Path = tuple[str | int, ...]
_SHOW_THEIR_CONFIG = frozenset({"compose-output", "fail"})


@lru_cache(maxsize=1024)
def interchangeable(version: str, uses: str, path: Path) -> Callable[[object], Hashable]:
    """A key that is equal for values with which a config is as good, and found fault with alike."""
    field, alone = _field(version, uses, path)
    if not alone:
        return identity
    check = None if field is None else compiled(field)

    def key(value: object) -> Hashable:
        if isinstance(value, Unknown):
            return Unknown
        if isinstance(value, dict | list) or not isinstance(value, Hashable):
            return identity(value)
        found = Findings()
        if check is not None:
            check(value, "", found)
        small = value if isinstance(value, bool) or value is None else value == ""
        return (given(value), small, tuple(found))

    return key


@lru_cache(maxsize=1024)
def is_free_text(version: str, uses: str, path: Path) -> bool:
    """Whether the schema takes any text there that is not empty."""
    field, alone = _field(version, uses, path)
    if field is None:
        return alone
    bounds = (field.enum, field.pattern, field.format, field.max_length, field.rules)
    return alone and field.type in ("string", "any") and not any(bounds) and (field.min_length or 0) <= 1


def _field(version: str, uses: str, path: Path) -> tuple[Field | None, bool]:
    """The field at a place, None where the schema says nothing of it; whether it is checked by itself."""
    kind = catalog(version).steps.get(uses)
    if kind is None or uses in _SHOW_THEIR_CONFIG:
        return None, False
    field: Field | None = kind.config
    for part in path:
        if field is None:
            break
        if "unique-items" in field.rules:
            return None, False
        field = field.items if isinstance(part, int) else field.fields.get(part, field.values)
    return field, True
