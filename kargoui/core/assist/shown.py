"""Values of expressions as people read them, short, and with Go's name of their type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kargoui.core.expr.gojson import string_json
from kargoui.core.expr.printing import fixed, sprint
from kargoui.core.expr.run import Run
from kargoui.core.expr.scope import Scope
from kargoui.core.expr.values import Struct, Unknown, is_nil, type_name

LONGEST: Final = 600
_DEEPEST: Final = 8
NOT_KNOWN: Final = "…"  # a part of a value that nobody knows beforehand


def shown(value: object, longest: int = LONGEST) -> str:
    """A value on one line: strings in quotes, Kargo's types with the fields that are not empty."""
    parts: list[str] = []
    length = 0
    for part in _parts(value, 0):
        parts.append(part)
        length += len(part)
        if length > longest:
            return "".join(parts)[:longest] + "…"
    return "".join(parts)


def type_of(value: object) -> str:
    """Go's name of a value's type, as people know it: `any` for what Go writes as `interface {}`."""
    return type_name(value).replace("interface {}", "any").replace("<nil>", "nil")


def _parts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, Unknown) or depth > _DEEPEST:
        yield NOT_KNOWN
    elif is_nil(value):
        yield "nil"
    elif isinstance(value, str):
        yield string_json(value).replace("\\u003c", "<").replace("\\u003e", ">").replace("\\u0026", "&")
    elif isinstance(value, Struct):
        filled = ((name, item) for name, item in value.fields.items() if item and not is_nil(item))
        yield from _braced("{}", ((f"{name}: ", item) for name, item in filled), depth)
    elif isinstance(value, Mapping):
        yield from _braced("{}", ((f"{_key(key)}: ", value[key]) for key in sorted(value, key=str)), depth)
    elif isinstance(value, list):
        yield from _braced("[]", (("", item) for item in value), depth)
    elif isinstance(value, float):
        yield fixed(value) if abs(value) < 1e21 else sprint(Run(Scope()), value)
    else:
        yield sprint(Run(Scope()), value)


def _braced(braces: str, items: Iterable[tuple[str, object]], depth: int) -> Iterator[str]:
    yield braces[0]
    for index, (label, item) in enumerate(items):
        yield f"{', ' if index else ''}{label}"
        yield from _parts(item, depth + 1)
    yield braces[1]


def _key(key: object) -> str:
    name = key[1] if isinstance(key, tuple) else key
    return string_json(name) if isinstance(name, str) else str(name)
