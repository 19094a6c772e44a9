"""The parser's view of the tokens: one ahead, and the limits on what is built from them."""

from __future__ import annotations

from typing import TypeVar

from kargoui.core.expr.errors import Fault
from kargoui.core.expr.grammar import BINARY, MAX_DEPTH, MAX_NODES, NEGATABLE
from kargoui.core.expr.lexer import BRACKET, OPERATOR, Token, tokens
from kargoui.core.expr.nodes import Node

N = TypeVar("N", bound=Node)


class TokenStream:
    def __init__(self, source: str, functions: frozenset[str]) -> None:
        self._tokens = tokens(source)
        self._stashed: Token | None = None
        self._depth = 0
        self._made = 0
        self.functions = functions
        self.predicates = 0
        self.current = next(self._tokens)

    def advance(self) -> None:
        if self._stashed is not None:
            self.current, self._stashed = self._stashed, None
            return
        token = next(self._tokens, None)
        if token is None:
            raise Fault("unexpected end of expression", self.current.at)
        self.current = token

    def expect(self, kind: str, value: str = "") -> None:
        if self.current.kind is not kind or (value and self.current.value != value):
            raise self.unexpected()
        self.advance()

    def unexpected(self) -> Fault:
        return Fault(f"unexpected token {self.current}", self.current.at)

    def at_bracket(self, value: str) -> bool:
        return self.current.kind is BRACKET and self.current.value == value

    def after_not(self, power: int) -> Token | None:
        """The operator that a `not` negates; None, and nothing is read, where it binds too weakly."""
        before = self.current
        self.advance()
        if self.current.value not in NEGATABLE:
            raise self.unexpected()
        if BINARY[self.current.value][0] >= power:
            return Token(OPERATOR, self.current.value, self.current.at)
        self._stashed, self.current = self.current, before
        return None

    def enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Fault(
                f"compilation failed: expression nests deeper than {MAX_DEPTH} levels", self.current.at
            )

    def leave(self) -> None:
        self._depth -= 1

    def made(self, node: N) -> N:
        self._made += 1
        if self._made > MAX_NODES:
            raise Fault("compilation failed: expression exceeds maximum allowed nodes", self.current.at)
        return node
