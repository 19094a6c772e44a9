"""Expressions of a template written anew, token by token: what is not replaced stays to the letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from kargoui.core.expr.errors import Fault
from kargoui.core.expr.lexer import BRACKET, EOF, IDENTIFIER, STRING, Token, tokens
from kargoui.core.expr.template import template_of

Splice = tuple[int, int, str]
_CLOSING: Final = {"${{": "}}", "${%": "%}"}
_CLOSERS: Final = {"(": ")", "[": "]", "{": "}"}


def expressions_of(source: str, version: str) -> tuple[str, ...]:
    """The expressions in a text, without their delimiters."""
    template = template_of(source, version)
    return tuple(expression for _, expression in template.parts) if template is not None else ()


def rewritten(source: str, version: str, splices: Mapping[int, Sequence[Splice]]) -> str:
    """A template some of whose expressions, counted from 0, are changed."""
    template = template_of(source, version)
    if template is None or template.unclosed:
        return source
    out, at = [], 0
    for number, (before, expression) in enumerate(template.parts):
        at += len(before)
        opening = source[at : at + 3]
        out += [before, opening, _spliced(expression, splices.get(number, ())), _CLOSING[opening]]
        at += len(opening) + len(expression) + 2
    return "".join([*out, source[at:]])


def _spliced(text: str, splices: Sequence[Splice]) -> str:
    for start, end, new in sorted(splices, reverse=True):
        text = text[:start] + new + text[end:]
    return text


class Words:
    """The tokens of an expression, with what rewriting asks about them; none where it has no tokens."""

    def __init__(self, source: str) -> None:
        self.source = source
        try:
            self.tokens = [token for token in tokens(source) if token.kind != EOF]
        except Fault:
            self.tokens = []

    def names(self, name: str) -> Iterator[int]:
        """Where a name stands that is no field of something."""
        for place, token in enumerate(self.tokens):
            if token.kind == IDENTIFIER and token.value == name and not self._is(place - 1, ".", "?."):
                yield place

    def members(self, place: int) -> list[tuple[str, int, int]]:
        """The fields read of what ends at a token, `a.b["c"]`: each with its first token and the next."""
        found = []
        place += 1
        while place + 1 < len(self.tokens):
            start = place
            place += self._is(place, ".", "?.")
            token = self.tokens[place] if place < len(self.tokens) else None
            if token is not None and token.kind == IDENTIFIER and place > start:
                found.append((token.value, start, place + 1))
                place += 1
            elif self._is(place, "[") and self._is(place + 2, "]") and self.tokens[place + 1].kind == STRING:
                found.append((self.tokens[place + 1].value, start, place + 3))
                place += 3
            else:
                break
        return found

    def arguments(self, place: int) -> tuple[list[tuple[int, int]], int] | None:
        """Of a call at a name: where each argument stands in the source, and the token behind the call."""
        if not self._is(place + 1, "("):
            return None
        bounds = [self.tokens[place + 1].at + 1]
        open_brackets = [")"]
        for behind, token in enumerate(self.tokens[place + 2 :], place + 3):
            if token.kind == BRACKET and token.value in _CLOSERS:
                open_brackets.append(_CLOSERS[token.value])
            elif token.kind == BRACKET and open_brackets.pop() != token.value:
                return None
            if not open_brackets:
                return [(start, end - 1) for start, end in pairwise([*bounds, token.at + 1])], behind
            if len(open_brackets) == 1 and token.is_operator(","):
                bounds.append(token.at + 1)
        return None

    def start(self, place: int) -> int:
        """Where a token begins in the source; its end for the one behind the last."""
        return self.tokens[place].at if place < len(self.tokens) else len(self.source.rstrip())

    def _is(self, place: int, *values: str) -> bool:
        if not 0 <= place < len(self.tokens):
            return False
        token = self.tokens[place]
        return token.kind not in (STRING, IDENTIFIER) and token.value in values


def is_name(text: str) -> bool:
    """Whether a field of this name can be read as `x.name`."""
    found = Words(text).tokens
    return len(found) == 1 and found[0] == Token(IDENTIFIER, text, 0)
