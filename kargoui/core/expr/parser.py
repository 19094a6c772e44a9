"""Tokens into a tree: operators by binding power; postfix.py and primary.py read what stands between them."""

from __future__ import annotations

from kargoui.core.expr import nodes
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.grammar import BINARY, COMPARISONS, RAISING, RIGHT
from kargoui.core.expr.lexer import EOF, IDENTIFIER, OPERATOR, Token
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.primary import Primary


def parse(source: str, functions: frozenset[str] = frozenset()) -> Node:
    """The tree of a source; `functions` are names that hide builtins. Raises Fault with expr-lang's text."""
    parser = Parser(source, functions)
    node = parser.sequence()
    if parser.current.kind is not EOF:
        raise parser.unexpected()
    return node


class Parser(Primary):
    def sequence(self) -> Node:
        first = self.expression(0)
        if not self.current.is_operator(";"):
            return first
        parts = [first]
        while self.current.is_operator(";"):
            self.advance()
            if self.current.kind is EOF:
                break
            parts.append(self.expression(0))
        return first if len(parts) == 1 else self.made(nodes.Sequence(first.at, tuple(parts)))

    def expression(self, power: int) -> Node:
        self.enter()
        if power == 0 and self.current.kind is OPERATOR and self.current.value in {"let", "if"}:
            node = self._let() if self.current.value == "let" else self._if()
        else:
            node = self._operators(self.primary(), power)
            if power == 0:
                node = self._conditional(node)
        self.leave()
        return node

    def _operators(self, left: Node, power: int) -> Node:
        previous = ""
        waiting: list[tuple[Node, Token]] = []  # for the right sides of operators that bind to the right
        while True:
            found = self._operator(RAISING if waiting else power)
            if found is None and not waiting:
                return left
            if found is None:
                previous = waiting[0][1].value
                while waiting:
                    base, token = waiting.pop()
                    left = self.made(nodes.Binary(token.at, token.value, base, left))
                continue
            token, negated = found
            self.advance()
            if token.value == "|":
                left = self._pipe(left)
            elif previous == "??" and token.value != "??":
                raise Fault(
                    f"Operator ({token.value}) and coalesce expressions (??) cannot be mixed. "
                    "Wrap either by parentheses.",
                    token.at,
                )
            elif token.value in COMPARISONS:
                left = self._comparison(left, token.value, token.at, BINARY[token.value][0])
            elif BINARY[token.value][1] is RIGHT:
                waiting.append((left, token))
                left, previous = self.primary(), ""
                continue
            else:
                right = self.expression(BINARY[token.value][0] + 1)
                left = self.made(nodes.Binary(token.at, token.value, left, right))
                if negated:
                    left = self.made(nodes.Unary(token.at, "not", left))
            previous = token.value

    def _operator(self, power: int) -> tuple[Token, bool] | None:
        """The operator that comes next, and whether a `not` negates it; None where it binds too weakly."""
        token = self.current
        if token.kind is not OPERATOR:
            return None
        negated = token.value == "not"
        if negated:
            suffix = self.after_not(power)
            if suffix is None:
                return None
            token = suffix
        binding = BINARY.get(token.value)
        return None if binding is None or binding[0] < power else (token, negated)

    def _pipe(self, left: Node) -> Node:
        token = self.current
        self.expect(IDENTIFIER)
        return self.call(token, (left,), overridable=True)

    def _comparison(self, left: Node, operator: str, at: int, power: int) -> Node:
        """`a < b < c` is `a < b && b < c`."""
        whole: Node | None = None
        while True:
            right = self.expression(power + 1)
            part = self.made(nodes.Binary(at, operator, left, right))
            whole = part if whole is None else self.made(nodes.Binary(at, "&&", whole, part))
            token = self.current
            if token.kind is not OPERATOR or token.value not in COMPARISONS:
                return whole
            left, operator, at = right, token.value, token.at
            self.advance()

    def _let(self) -> Node:
        self.advance()
        name = self.current
        self.expect(IDENTIFIER)
        self.expect(OPERATOR, "=")
        value = self.expression(0)
        self.expect(OPERATOR, ";")
        return self.made(nodes.Let(name.at, name.value, value, self.sequence()))

    def _if(self) -> Node:
        self.enter()
        self.advance()
        condition = self.expression(0)
        then = self._block()
        self.expect(OPERATOR, "else")
        otherwise = self._if() if self.current.is_operator("if") else self._block()
        self.leave()
        return nodes.Conditional(0, condition, then, otherwise)

    def _conditional(self, node: Node) -> Node:
        while self.current.is_operator("?"):
            self.advance()
            if self.current.is_operator(":"):
                self.advance()
                then = node
            else:
                then = self.expression(0)
                self.expect(OPERATOR, ":")
            otherwise = self.expression(0)
            node = self.made(nodes.Conditional(self.current.at, node, then, otherwise))
        return node
