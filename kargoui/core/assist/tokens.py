"""The tokens of an expression that may not be finished, and the values and calls around a place in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|`[^`]*+`)
      |(?P<open>["'`].*+)
      |(?P<name>[^\W\d$][\w$]*|\$[\w$]*)
      |(?P<number>\d[\w.]*)
      |(?P<mark>\?\.|\?\?|[!=<>]=|&&|\|\||\S)""",
    re.VERBOSE | re.DOTALL,
)
_CLOSES: Final = {")": "(", "]": "[", "}": "{"}
_DOTS: Final = frozenset({".", "?."})
# What stands between values, though it is spelt like a name
WORDS: Final = ("not", "in", "and", "or", "contains", "matches", "startsWith", "endsWith")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is string, open (a string that goes on to the end), name, number or mark."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def content(self) -> str:
        """What a string says. Escapes stay as they are written: what is looked up has none."""
        return self.text[1:-1] if self.kind == "string" else self.text[1:]


@dataclass(frozen=True, slots=True)
class Call:
    """The call around a place: its function, which argument the place is in, the strings before that."""

    function: str
    argument: int
    strings: tuple[str, ...]


def tokens(text: str) -> list[Token]:
    """All tokens of a text, whatever it is."""
    return [
        Token(match.lastgroup or "mark", match[0], match.start(), match.end())
        for match in _TOKEN.finditer(text)
    ]


def value_before(found: Sequence[Token], end: int) -> int | None:
    """Where the value begins whose last token is at `end`: `a.b("c")[0]` as a whole. None where none ends."""
    at = end
    while at >= 0:
        token = found[at]
        if token.text in _CLOSES and token.kind == "mark":
            opening = _opening(found, at)
            if opening is None:
                return None
            if token.text == "}" or opening == 0 or not _ends_value(found[opening - 1]):
                return opening
            at = opening - 1
        elif not _ends_value(token):
            return None
        elif at > 0 and found[at - 1].text in _DOTS:
            at -= 2
        else:
            return at
    return None


def _ends_value(token: Token) -> bool:
    if token.kind == "name":
        return token.text not in WORDS
    return token.kind in ("string", "number") or token.text in _CLOSES


def _opening(found: Sequence[Token], end: int) -> int | None:
    depth = 0
    for at in range(end, -1, -1):
        if found[at].kind != "mark":
            continue
        if found[at].text in _CLOSES:
            depth += 1
        elif found[at].text in _CLOSES.values():
            depth -= 1
            if not depth:
                return at
    return None


def call_around(found: Sequence[Token], end: int) -> Call | None:
    """The call whose argument goes on at the token `end`; None inside other brackets, or in none."""
    depth = argument = 0
    strings: list[str] = []
    for at in range(end - 1, -1, -1):
        token = found[at]
        if token.kind == "string" and not depth:
            strings.insert(0, token.content)
        if token.kind != "mark":
            continue
        if token.text in _CLOSES:
            depth += 1
        elif token.text in _CLOSES.values() and depth:
            depth -= 1
        elif token.text == "," and not depth:
            argument += 1
        elif token.text in _CLOSES.values():
            named = token.text == "(" and at > 0 and found[at - 1].kind == "name"
            return Call(found[at - 1].text, argument, tuple(strings)) if named else None
    return None


def path_of(found: Sequence[Token]) -> tuple[str, ...] | None:
    """The names that tokens read one inside the other: `a.b["c"]` is a, b, c. None for anything else."""
    if not found or found[0].kind != "name":
        return None
    path, at = [found[0].text], 1
    while at < len(found):
        if found[at].text in _DOTS and at + 1 < len(found):
            at += 1
        if found[at].kind == "name" and found[at - 1].text in _DOTS:
            path.append(found[at].text)
            at += 1
        elif [token.text for token in found[at : at + 3 : 2]] == ["[", "]"]:
            if found[at + 1].kind != "string":
                return None
            path.append(found[at + 1].content)
            at += 3
        else:
            return None
    return tuple(path)
