"""The expressions in a text, found in one pass whatever somebody has written there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_OPENING = re.compile(r"\$\{[{%]")
_CLOSING = {"${{": "}}", "${%": "%}"}


def expressions(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each `${{ }}` or `${% %}` begins and ends, and what stands in it."""
    unclosed: set[str] = set()
    at = 0
    while opening := _OPENING.search(text, at):
        at = opening.end()
        closing = _CLOSING[opening[0]]
        if closing in unclosed:
            continue
        end = text.find(closing, at)
        if end < 0:
            unclosed.add(closing)
            continue
        yield opening.start(), end + len(closing), text[at:end]
        at = end + len(closing)


def replaced(text: str, replacement: Callable[[str], str]) -> str:
    """The text with what `replacement` makes of the inside of each expression in place of the expression."""
    parts: list[str] = []
    at = 0
    for start, end, inside in expressions(text):
        parts += [text[at:start], replacement(inside)]
        at = end
    return "".join([*parts, text[at:]])


def sole_expression(text: str) -> str | None:
    """The inside of a text that is one expression and nothing else; None for any other."""
    text = text.strip()
    for start, end, inside in expressions(text):
        return inside.strip() if (start, end) == (0, len(text)) else None
    return None
