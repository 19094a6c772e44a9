"""What an expression reads, told from its tree: names with their fields, and how earlier steps went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kargoui.core.expr import nodes
from kargoui.core.expr.engine import program
from kargoui.core.expr.errors import ExpressionError
from kargoui.core.expr.functions import functions_of
from kargoui.core.expr.nodes import Node, children
from kargoui.core.expr.template import template_of

Path = tuple[str, ...]
EVERYTHING: Path = ("$env",)


@dataclass(frozen=True, slots=True)
class Reads:
    """What may be read; a run may read less.

    `names` are the paths of names as far as their fields are constant: ("outputs", "push", "commit") for
    `outputs.push.commit`, ("vars",) for `vars[x]`, EVERYTHING for a bare `$env`. `failure` tells calls of
    success() and failure(), `statuses` the aliases that status() asks for; None where one is not constant.
    `freight`: it looks Freight up.
    """

    names: frozenset[Path] = frozenset()
    failure: bool = False
    statuses: frozenset[str] | None = frozenset()
    freight: bool = False

    def __or__(self, other: Reads) -> Reads:
        known = self.statuses is not None and other.statuses is not None
        return Reads(
            self.names | other.names,
            self.failure or other.failure,
            (self.statuses or frozenset()) | (other.statuses or frozenset()) if known else None,
            self.freight or other.freight,
        )


NOTHING = Reads()
FINDERS = frozenset({"commitFrom", "imageFrom", "chartFrom", "artifactFrom"})


@lru_cache(maxsize=4096)
def reads_of(source: str, version: str, where: str) -> Reads:
    """What an expression reads; nothing where it does not compile."""
    try:
        tree = program(source, version, where).tree
    except ExpressionError:
        return NOTHING
    found = _Walk().through(tree)
    functions = {(name,) for name in functions_of(version, where).names}
    return replace(found, names=found.names - functions)


@lru_cache(maxsize=4096)
def template_reads(source: str, version: str, where: str) -> Reads:
    """What the expressions of a template read together."""
    template = template_of(source, version)
    found = NOTHING
    for _, expression in template.parts if template is not None else ():
        found |= reads_of(expression, version, where)
    return found


class _Walk:
    """One walk through a tree."""

    def __init__(self) -> None:
        self.names: set[Path] = set()
        self.statuses: set[str] | None = set()
        self.failure = self.freight = False

    def through(self, tree: Node) -> Reads:
        waiting = [tree]
        while waiting:
            waiting += self._visit(waiting.pop())
        return Reads(
            frozenset(self.names),
            self.failure,
            None if self.statuses is None else frozenset(self.statuses),
            self.freight,
        )

    def _visit(self, node: Node) -> Iterator[Node]:
        path = path_of(node)
        if path is not None:
            self.names.add(path[1:] if path[0] == "$env" and len(path) > 1 else path)
            return
        if isinstance(node, nodes.Call) and isinstance(node.callee, nodes.Name):
            self._call(node.callee.name, node.arguments)
            yield from node.arguments
            return
        yield from children(node)

    def _call(self, name: str, arguments: tuple[Node, ...]) -> None:
        if name in ("success", "failure"):
            self.failure = True
        elif name in FINDERS:
            self.freight = True
        elif name == "status":
            given = arguments[0] if arguments else None
            if isinstance(given, nodes.String) and self.statuses is not None:
                self.statuses.add(given.value)
            else:
                self.statuses = None
        else:
            self.names.add((name,))


def path_of(node: Node) -> Path | None:
    """The path that `a.b?.c` reads; None for anything else."""
    fields: list[str] = []
    while not isinstance(node, nodes.Name):
        if isinstance(node, nodes.Chain):
            node = node.node
        elif isinstance(node, nodes.Member) and isinstance(node.property, nodes.String):
            fields.append(node.property.value)
            node = node.node
        else:
            return None
    return (node.name, *reversed(fields))
