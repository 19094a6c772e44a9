"""Values as new text, in a document's own habits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from kargoui.core.manifest import quoting
from kargoui.core.manifest.style import Style


def key(name: str, style: Style, *, flow: bool = False) -> str:
    """A key, without its colon."""
    return quoting.string(name, style='"' if style.json else "", prefer=style.quote, flow=flow)


def is_inline(value: object) -> bool:
    """Whether a value is written on one line: a scalar, or a collection without items."""
    return not isinstance(value, dict | list) or not value


def inline(value: object, style: Style, *, quote: str = "", flow: bool = False) -> str:
    """A value on one line; collections in flow style."""
    if isinstance(value, Mapping):
        pairs = [
            f"{key(name, style, flow=True)}: {inline(item, style, flow=True)}" for name, item in value.items()
        ]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item, style, flow=True) for item in value) + "]"
    if not quote and isinstance(value, str) and (style.json or style.quoted):
        quote = style.quote
    return quoting.scalar(value, style=quote, prefer=style.quote, flow=flow)


def block(value: object, col: int, style: Style) -> str:
    """A collection that is not empty, from its first item on; further lines stand at column `col`."""
    if isinstance(value, list):
        entries = ["-" + entry(item, col, style) for item in value]
    else:
        entries = [pair(name, item, col, style) for name, item in cast(dict[str, object], value).items()]
    return ("\n" + " " * col).join(entries)


def pair(name: str, value: object, col: int, style: Style) -> str:
    """A key at column `col` with its value."""
    return f"{key(name, style)}:{below_key(value, col, style)}"


def below_key(value: object, col: int, style: Style) -> str:
    """What follows the colon of a key at column `col`."""
    if isinstance(value, dict | list) and value:
        deeper = col + (style.offset if isinstance(value, list) else style.indent)
        return "\n" + " " * deeper + block(value, deeper, style)
    return _leaf(value, col, style)


def entry(value: object, col: int, style: Style) -> str:
    """What follows the dash of an item at column `col`."""
    if isinstance(value, dict | list) and value:
        return " " * (style.gap - 1) + block(value, col + style.gap, style)
    return _leaf(value, col, style, " " * (style.gap - 1))


def _leaf(value: object, col: int, style: Style, lead: str = " ") -> str:
    text = None
    if style.blocks and isinstance(value, str):
        text = quoting.literal(value, col + style.indent, style.indent)
    if text is not None:
        return f"{lead}{text[0]}\n{text[1]}"
    return lead + inline(value, style)


def rows(value: object, col: int, style: Style) -> str:
    """A collection in flow style over several lines, closed at column `col`, as JSON documents have it."""
    if not isinstance(value, dict | list) or not value:
        return inline(value, style, flow=True)
    deeper = col + style.indent
    if isinstance(value, list):
        entries = [rows(item, deeper, style) for item in value]
    else:
        entries = [
            f"{key(name, style, flow=True)}: {rows(item, deeper, style)}" for name, item in value.items()
        ]
    pad = "\n" + " " * deeper
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return opening + pad + ("," + pad).join(entries) + "\n" + " " * col + closing
