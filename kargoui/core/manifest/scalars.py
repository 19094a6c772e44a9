"""What a plain scalar means: YAML 1.1 as PyYAML's safe loader reads it, except that dates stay strings."""

from __future__ import annotations

import math
from typing import Final

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

STANDARD: Final = "tag:yaml.org,2002:"
MERGE: Final = STANDARD + "merge"
NO_NUMBER: Final = "tag:kargoui,2026:no-number"
_CACHE_SIZE: Final = 50_000
_MAX_BITS: Final = 1024  # of integers: what is larger is no number to whoever reads JSON, and slow to print

Value = str | int | float | bool | None

_resolver = Resolver()
_constructor = SafeConstructor()
_special_first = frozenset(first for first in Resolver.yaml_implicit_resolvers if first)
_cache: dict[str, tuple[Value] | str] = {}


def plain(text: str) -> tuple[Value] | str:
    """The value of an untagged plain scalar, in a tuple of one; a tag (str) where it is no value.

    The tags are MERGE for `<<` and NO_NUMBER for numbers that JSON cannot hold.
    """
    found = _cache.get(text)
    if found is None:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        found = _cache[text] = _plain(text)
    return found


def _plain(text: str) -> tuple[Value] | str:
    if text and text[0] not in _special_first:
        return (text,)
    tag: str = _resolver.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return MERGE if tag == MERGE else typed(text, tag)


def typed(text: str, tag: str) -> tuple[Value] | str:
    """The value of a scalar under a standard tag; the tag back where the text is no such thing."""
    kind = tag.removeprefix(STANDARD)
    if kind in ("str", "timestamp", "value", "merge"):
        return (text,)
    node = yaml.ScalarNode(tag, text)
    try:
        if kind == "null":
            return (None,)
        if kind == "bool":
            return (_constructor.construct_yaml_bool(node),)
        if kind == "int":
            whole = _constructor.construct_yaml_int(node)
            return (whole,) if whole.bit_length() <= _MAX_BITS else NO_NUMBER
        if kind == "float":
            number = _constructor.construct_yaml_float(node)
            return (number,) if math.isfinite(number) else NO_NUMBER
    except (ValueError, OverflowError, KeyError, IndexError):
        return NO_NUMBER
    return tag
