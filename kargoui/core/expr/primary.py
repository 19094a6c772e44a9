"""What operators stand between: literals, names, calls, lists, maps, and `.x`, `?.x`, `[..]` behind."""

from __future__ import annotations

from abc import abstractmethod

from kargoui.core.expr import nodes
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.grammar import (
    EXPRESSION,
    OPTIONAL_EXPRESSION,
    OPTIONAL_PREDICATE,
    PREDICATES,
    UNARY,
)
from kargoui.core.expr.lexer import (
    BRACKET,
    BYTES,
    IDENTIFIER,
    NUMBER,
    OPERATOR,
    STRING,
    Token,
    is_alphabetic,
)
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.numerals import parse_number
from kargoui.core.expr.signatures import BUILTIN_NAMES
from kargoui.core.expr.stream import TokenStream

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "nil": None}


class Primary(TokenStream):
    @abstractmethod
    def expression(self, power: int) -> Node: ...

    @abstractmethod
    def sequence(self) -> Node: ...

    def primary(self) -> Node:
        token = self.current
        if token.kind is OPERATOR:
            if token.value in UNARY:
                self.advance()
                inner = self.expression(UNARY[token.value])
                return self._postfix(self.made(nodes.Unary(token.at, token.value, inner)))
            if self.predicates and token.value in {"#", "."}:
                return self._postfix(self._pointer(token))
            if token.value == "::":
                self.advance()
                token = self.current
                self.expect(IDENTIFIER)
                return self._postfix(self.call(token, (), overridable=False))
        elif token.is_bracket("("):
            self.advance()
            node = self.sequence()
            self.expect(BRACKET, ")")
            return self._postfix(node)
        return self._literal(token)

    def _pointer(self, token: Token) -> Node:
        name = ""
        if token.value == "#":
            self.advance()
            if self.current.kind is IDENTIFIER:
                name = self.current.value
                self.advance()
        return self.made(nodes.Pointer(token.at, name))

    def _literal(self, token: Token) -> Node:
        if token.kind is IDENTIFIER:
            self.advance()
            if token.value in _WORDS:
                value = _WORDS[token.value]
                return self.made(nodes.Nil(token.at) if value is None else nodes.Bool(token.at, value))
            if self.at_bracket("("):
                return self._postfix(self.call(token, (), overridable=True))
            return self._postfix(self.made(nodes.Name(token.at, token.value)))
        if token.kind is NUMBER:
            self.advance()
            return self.made(parse_number(token.value, token.at, self.current.at))
        if token.kind is STRING:
            self.advance()
            return self._postfix(self.made(nodes.String(token.at, token.value)))
        if token.kind is BYTES:
            self.advance()
            return self._postfix(self.made(nodes.Bytes(token.at, token.raw)))
        if token.is_bracket("["):
            return self._postfix(self._array(token))
        if token.is_bracket("{"):
            return self._postfix(self._map(token))
        raise self.unexpected()

    def call(self, token: Token, given: tuple[Node, ...], *, overridable: bool) -> Node:
        """A call of the name just read; `given` is what a pipe puts before the arguments."""
        name = token.value
        if not (overridable and name in self.functions):
            if name in PREDICATES:
                return self.made(nodes.Builtin(token.at, name, self._predicate_arguments(name, given)))
            if name in BUILTIN_NAMES:
                return self.made(nodes.Builtin(token.at, name, self._arguments(given)))
        callee = self.made(nodes.Name(token.at, name))
        return self.made(nodes.Call(token.at, callee, self._arguments(given)))

    def _predicate_arguments(self, name: str, given: tuple[Node, ...]) -> tuple[Node, ...]:
        self.expect(BRACKET, "(")
        wanted = PREDICATES[name][len(given) :]
        arguments = list(given)
        for index, want in enumerate(wanted):
            if self.at_bracket(")"):
                if want in {OPTIONAL_EXPRESSION, OPTIONAL_PREDICATE}:
                    break
                raise Fault(f"expected at least {len(wanted)} arguments", self.current.at)
            if index:
                self.expect(OPERATOR, ",")
            is_expression = want in {EXPRESSION, OPTIONAL_EXPRESSION}
            arguments.append(self.expression(0) if is_expression else self._predicate())
        if self.current.is_operator(","):
            self.advance()
        self.expect(BRACKET, ")")
        return tuple(arguments)

    def _arguments(self, given: tuple[Node, ...]) -> tuple[Node, ...]:
        arguments = list(given)
        self.expect(BRACKET, "(")
        while not self.at_bracket(")"):
            if len(arguments) > len(given):
                self.expect(OPERATOR, ",")
            if self.at_bracket(")"):
                break
            arguments.append(self.expression(0))
        self.expect(BRACKET, ")")
        return tuple(arguments)

    def _predicate(self) -> Node:
        start = self.current
        self.predicates += 1
        if start.is_bracket("{"):
            self.advance()
            node = self.sequence()
            self.predicates -= 1
            self.expect(BRACKET, "}")
        else:
            node = self.expression(0)
            if self.current.is_operator(";"):
                raise Fault("wrap predicate with brackets { and }", self.current.at)
            self.predicates -= 1
        return self.made(nodes.Predicate(start.at, node))

    def _block(self) -> Node:
        self.expect(BRACKET, "{")
        node = self.sequence()
        self.expect(BRACKET, "}")
        return node

    def _array(self, token: Token) -> Node:
        items: list[Node] = []
        self.expect(BRACKET, "[")
        while not self.at_bracket("]"):
            if items:
                self.expect(OPERATOR, ",")
                if self.at_bracket("]"):
                    break
            items.append(self.expression(0))
        self.expect(BRACKET, "]")
        return self.made(nodes.Array(token.at, tuple(items)))

    def _map(self, token: Token) -> Node:
        pairs: list[nodes.Pair] = []
        self.expect(BRACKET, "{")
        while not self.at_bracket("}"):
            if pairs:
                self.expect(OPERATOR, ",")
                if self.at_bracket("}"):
                    break
                if self.current.is_operator(","):
                    raise self.unexpected()
            key = self._key()
            self.expect(OPERATOR, ":")
            pairs.append(self.made(nodes.Pair(token.at, key, self.expression(0))))
        self.expect(BRACKET, "}")
        return self.made(nodes.Map(token.at, tuple(pairs)))

    def _key(self) -> Node:
        token = self.current
        if token.kind in {NUMBER, STRING, IDENTIFIER}:
            self.advance()
            return self.made(nodes.String(token.at, token.value))
        if token.is_bracket("("):
            return self.expression(0)
        raise Fault(
            "a map key must be a quoted string, a number, a identifier, or an expression enclosed in "
            f"parentheses (unexpected token {token})",
            token.at,
        )

    def _postfix(self, node: Node) -> Node:
        while True:
            token = self.current
            if token.kind is OPERATOR and token.value in {".", "?."}:
                self.advance()
                optional = token.value == "?."
                if optional and self.at_bracket("["):
                    node = self._index(node, self.current, optional=True)
                else:
                    node = self._property(node, optional=optional)
            elif token.is_bracket("["):
                node = self._index(node, token, optional=False)
            else:
                return node

    def _property(self, node: Node, *, optional: bool) -> Node:
        token = self.current
        self.advance()
        named = token.kind is IDENTIFIER or (token.kind is OPERATOR and is_alphabetic(token.value[0]))
        if not named:
            raise Fault("expected name", self.current.at)
        chained = isinstance(node, nodes.Chain)
        name = self.made(nodes.String(token.at, token.value))
        base = node.node if isinstance(node, nodes.Chain) else node
        called = self.at_bracket("(")
        made: Node = self.made(nodes.Member(token.at, base, name, optional, called))
        if called:
            made = self.made(nodes.Call(token.at, made, self._arguments(())))
        return self.made(nodes.Chain(token.at, made)) if chained or optional else made

    def _index(self, node: Node, token: Token, *, optional: bool) -> Node:
        self.advance()
        start: Node | None = None
        if not self.current.is_operator(":"):
            start = self.expression(0)
            if not self.current.is_operator(":"):
                made: Node = self.made(nodes.Member(token.at, node, start, optional))
                if optional:
                    made = self.made(nodes.Chain(token.at, made))
                self.expect(BRACKET, "]")
                return made
        self.advance()
        stop = None if self.at_bracket("]") else self.expression(0)
        made = self.made(nodes.Slice(token.at, node, start, stop))
        self.expect(BRACKET, "]")
        return made
