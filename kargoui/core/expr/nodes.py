"""The tree of an expression. Nodes are compared by identity: what is known of one stands in tables beside."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """`at` is the offset in the source, in code points, that an error at this node points to."""

    at: int


@dataclass(frozen=True, slots=True, eq=False)
class Nil(Node):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Integer(Node):
    value: int


@dataclass(frozen=True, slots=True, eq=False)
class Float(Node):
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Bool(Node):
    value: bool


@dataclass(frozen=True, slots=True, eq=False)
class String(Node):
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class Bytes(Node):
    value: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Node):
    """A list known when the expression is compiled."""

    value: list[object]


@dataclass(frozen=True, slots=True, eq=False)
class ConstantSet(Node):
    """What `in` looks a string or an int up in; expr-lang makes a Go map of it."""

    of: str
    members: frozenset[object]


@dataclass(frozen=True, slots=True, eq=False)
class Unary(Node):
    operator: str
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Chain(Node):
    """Where the `?.` inside it ends: nil comes out of here."""

    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Member(Node):
    node: Node
    property: Node
    optional: bool = False
    method: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Slice(Node):
    node: Node
    start: Node | None
    stop: Node | None


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    callee: Node
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Builtin(Node):
    """`throws`, `mapped` and `threshold` are what the optimizer leaves for find, filter and count."""

    name: str
    arguments: tuple[Node, ...]
    throws: bool = False
    mapped: Node | None = None
    threshold: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Predicate(Node):
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Pointer(Node):
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Let(Node):
    name: str
    value: Node
    body: Node


@dataclass(frozen=True, slots=True, eq=False)
class Sequence(Node):
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Conditional(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False)
class Array(Node):
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Map(Node):
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pair(Node):
    key: Node
    value: Node


def moved(node: Node, at: int) -> Node:
    """The node as if it stood there."""
    return node if node.at == at else replace(node, at=at)


_NAMES: dict[type[Node], tuple[str, ...]] = {}


def _names(kind: type[Node]) -> tuple[str, ...]:
    known = _NAMES.get(kind)
    if known is None:
        known = _NAMES[kind] = tuple(field.name for field in fields(kind))
    return known


def alike(left: object, right: object) -> bool:
    """Whether two trees say the same, wherever they stand."""
    waiting = [(left, right)]
    while waiting:
        one, other = waiting.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, Node):
            waiting += (
                (getattr(one, name), getattr(other, name)) for name in _names(type(one)) if name != "at"
            )
        elif isinstance(one, tuple) and isinstance(other, tuple):
            if len(one) != len(other):
                return False
            waiting += zip(one, other, strict=True)
        elif one != other:
            return False
    return True


def children(node: Node) -> list[Node]:
    """The nodes right below one."""
    found: list[Node] = []
    for name in _names(type(node)):
        given = getattr(node, name)
        if isinstance(given, Node):
            found.append(given)
        elif isinstance(given, tuple):
            found += given
    return found
