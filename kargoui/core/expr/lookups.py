"""What an expression looks up that may not be there: Freight by calls such as imageFrom, outputs of steps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kargoui.core.expr import nodes
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.lexer import tokens
from kargoui.core.expr.nodes import Node, children
from kargoui.core.expr.parser import parse

FINDERS = frozenset({"imageFrom", "chartFrom", "commitFrom", "artifactFrom"})
OUTPUTS = "outputs"
_LONGEST = 100_000
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """`imageFrom("ghcr.io/acme/api")` or `task.outputs.push`, standing at `start` to `end` as `text`.

    `function` is the finder's name, or OUTPUTS, and then `alias` the step's. What is read of it goes on to
    `read_to`, past `.Tag`. `careful`: the expression provides for nil, by `?.`, `??`, `==` or `!=`.
    `standalone`: it says the same in another expression of the step; `plain`: even without outputs, as its
    arguments are texts and variables. `names_origin`: it says which origin it means.
    """

    function: str
    text: str
    start: int
    end: int
    read_to: int
    careful: bool
    standalone: bool
    plain: bool = False
    names_origin: bool = False
    alias: str = ""
    node: Node = field(default_factory=lambda: nodes.Nil(0), repr=False, compare=False)

    @property
    def finds_freight(self) -> bool:
        return self.function != OUTPUTS

    @property
    def reads(self) -> bool:
        """Whether something is read of the result."""
        return self.read_to > self.end

    def alike(self, other: Lookup) -> bool:
        """Whether both look for the same, however they are written."""
        return nodes.alike(self.node, other.node)


@lru_cache(maxsize=4096)
def lookups(expression: str) -> tuple[Lookup, ...]:
    """What an expression looks up, in its order; nothing where it does not parse."""
    if len(expression) > _LONGEST or not any(name in expression for name in (*FINDERS, OUTPUTS)):
        return ()
    try:
        tree = parse(expression)
    except (Fault, RecursionError):
        return ()
    source = _Source(expression)
    found = (source.lookup(*each) for each in _walk(tree))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.start))


def _walk(tree: Node) -> Iterator[tuple[Node, bool, frozenset[str] | None]]:
    """The nodes; whether nil is provided for; the names bound around them, None inside a predicate."""
    waiting: list[tuple[Node, bool, frozenset[str] | None]] = [(tree, False, frozenset())]
    while waiting:
        node, careful, bound = waiting.pop()
        yield node, careful, bound
        inside = None if isinstance(node, nodes.Predicate) else bound
        for child in children(node):
            within = inside
            if isinstance(node, nodes.Let) and child is node.body and within is not None:
                within |= {node.name}
            waiting.append((child, _provides_for(node, child), within))


def _provides_for(parent: Node, child: Node) -> bool:
    if isinstance(parent, nodes.Member):
        return parent.optional and child is parent.node
    if isinstance(parent, nodes.Binary):
        return parent.operator in ("==", "!=") or (parent.operator == "??" and child is parent.left)
    return False


class _Source:
    """An expression's text beside its tree, whose nodes know only where they begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.places = [token.at for token in self.tokens]

    def lookup(self, node: Node, careful: bool, bound: frozenset[str] | None) -> Lookup | None:
        """What a node looks up; None where that is nothing, or has no text of its own."""
        if called(node) in FINDERS:
            assert isinstance(node, nodes.Call)  # noqa: S101 - for mypy: something is called
            return self._call(node, careful, bound)
        if isinstance(node, nodes.Member) and isinstance(node.property, nodes.String):
            start = _outputs_at(node.node)
            if start is not None:
                last = self._index(node.at)
                last = self._closing(last) if self.tokens[last].is_bracket("[") else last
                where = self._place(start, last)
                return Lookup(OUTPUTS, *where, careful, True, alias=node.property.value, node=node)
        return None

    def _call(self, node: nodes.Call, careful: bool, bound: frozenset[str] | None) -> Lookup | None:
        if any(argument.at < node.at for argument in node.arguments):
            return None  # a pipe gives it its first argument
        where = self._place(node.at, self._closing(self._index(node.at) + 1))
        free = bound is not None and not any(_is_bound(part, bound) for part in _all(node))
        plain = free and all(map(_is_plain, node.arguments))
        named = any(called(argument) == "warehouse" for argument in node.arguments)
        return Lookup(called(node), *where, careful, free, plain, named, node=node)

    def _place(self, start: int, last: int) -> tuple[str, int, int, int]:
        """Text, start and end of what ends with the token at `last`, and where what is read of it ends."""
        end = self._end(last)
        return self.text[start:end], start, end, self._end(self._last_read(last))

    def _index(self, at: int) -> int:
        return bisect_left(self.places, at)

    def _closing(self, index: int) -> int:
        """The index of the token that closes the bracket at `index`."""
        depth: list[str] = []
        for at in range(index, len(self.tokens)):
            token = self.tokens[at]
            if token.value in _CLOSING and token.is_bracket(token.value):
                depth.append(_CLOSING[token.value])
            elif depth and token.is_bracket(depth[-1]):
                depth.pop()
            if not depth:
                return at
        return len(self.tokens) - 1

    def _last_read(self, last: int) -> int:
        """The last token of the `.x`, `?.x`, `[..]` and `.x(..)` behind the token at `last`."""
        while True:
            after = self.tokens[last + 1]
            if after.is_bracket("["):
                last = self._closing(last + 1)
            elif after.is_operator(".") or after.is_operator("?."):
                last += 2
                if self.tokens[last].is_bracket("["):
                    last = self._closing(last)
                elif self.tokens[last + 1].is_bracket("("):
                    last = self._closing(last + 1)
            else:
                return last

    def _end(self, index: int) -> int:
        """Where a name or a bracket ends; nothing else ends what is looked up or read."""
        return self.tokens[index].at + len(self.tokens[index].value)


def _outputs_at(node: Node) -> int | None:
    """Where `outputs` or `task.outputs` begins, None where a node is neither."""
    if isinstance(node, nodes.Name):
        return node.at if node.name == OUTPUTS else None
    if isinstance(node, nodes.Member) and isinstance(node.node, nodes.Name) and node.node.name == "task":
        named = isinstance(node.property, nodes.String) and node.property.value == OUTPUTS
        return node.node.at if named else None
    return None


def _all(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += children(node)


def _is_bound(node: Node, bound: frozenset[str]) -> bool:
    return isinstance(node, nodes.Pointer) or (isinstance(node, nodes.Name) and node.name in bound)


def _is_plain(node: Node) -> bool:
    if isinstance(node, nodes.Call):
        return called(node) == "warehouse" and all(map(_is_plain, node.arguments))
    if isinstance(node, nodes.Member):
        of_vars = isinstance(node.node, nodes.Name) and node.node.name == "vars"
        return of_vars and isinstance(node.property, nodes.String)
    return isinstance(node, nodes.String)


def called(node: Node) -> str:
    """The name of the function that a node calls, "" for any other node."""
    if isinstance(node, nodes.Call) and isinstance(node.callee, nodes.Name):
        return node.callee.name
    return ""
