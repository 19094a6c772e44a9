"""The nodes of one document with their places in its text: what edits and positions stand on.

libyaml's marks count characters of the text without its byte order mark; ends of block collections run
past trailing comments there. Here every index counts in the text as given, and a collection ends where its
last leaf does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import yaml
from yaml import YAMLError, events
from yaml._yaml import CParser

from kargoui.core.manifest.faults import FaultAt, refused
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.scalars import MERGE, plain
from kargoui.core.sentence import Sentence, gettext_noop

SCALAR: Final = "scalar"
SEQUENCE: Final = "sequence"
MAPPING: Final = "mapping"
ALIAS: Final = "alias"

MAX_DEPTH: Final = 100
TOO_DEEP = gettext_noop("More than %(limit)s levels are nested here.")

_KEPT_LENGTH: Final = 300_000

_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t]*)*")
_BETWEEN = re.compile("(?:[ \t\r\n\x85\u2028\u2029]+|#[^\r\n\x85\u2028\u2029]*)*")


@dataclass(slots=True, eq=False)
class Node:
    """One node. `start` is that of its anchor or tag, `body` that of what follows them."""

    kind: str
    start: int
    end: int
    style: str = ""  # of a scalar: "" ' " | > ; of a collection: "flow" or "block"
    value: str = ""  # of a scalar its text, of an alias the anchor's name
    anchor: str = ""
    tag: str = ""
    body: int = 0
    items: list[Item] = field(default_factory=list)
    target: Node | None = None  # of an alias

    @property
    def flow(self) -> bool:
        return self.style == "flow"

    @property
    def block(self) -> bool:
        return self.style == "block"

    @property
    def empty(self) -> bool:
        """Whether nothing at all is written for this scalar, as after `key:`."""
        return self.kind == SCALAR and self.start == self.end


@dataclass(slots=True, eq=False)
class Item:
    """An entry of a sequence (no key) or a mapping. `start` is that of its `-`, its `?` or its key."""

    start: int
    end: int
    value: Node
    key: Node | None = None

    @property
    def name(self) -> str | None:
        """The key's text; None for sequence entries, aliased and complex keys."""
        if self.key is None:
            return None
        key = self.key.target if self.key.kind == ALIAS else self.key
        return key.value if key is not None and key.kind == SCALAR else None

    @property
    def merge(self) -> bool:
        key = self.key
        return (
            key is not None
            and key.kind == SCALAR
            and not key.style
            and not key.tag
            and plain(key.value) == MERGE
        )


def tree(text: str) -> Node | None:
    """The root of a document's nodes; None where the text holds none. Raises ManifestError.

    The last ones are kept, since many places of one text are asked for; large ones take too much memory.
    """
    return _kept_tree(text) if len(text) <= _KEPT_LENGTH else _tree(text)


@lru_cache(maxsize=16)
def _kept_tree(text: str) -> Node | None:
    return _tree(text)


def _tree(text: str) -> Node | None:
    shift = 1 if text.startswith("\ufeff") else 0
    builder = _Builder(text, shift)
    try:
        parser = CParser(text[shift:])
    except UnicodeError as error:
        raise refused(text[shift:], error) from None
    try:
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, events.DocumentStartEvent):
                builder.anchors = {}
                root = builder.node(parser)
                if not root.empty:
                    return root
    except (FaultAt, YAMLError) as error:
        raise refused(text[shift:], error) from None
    finally:
        parser.dispose()
    return None


class _Builder:
    def __init__(self, text: str, shift: int) -> None:
        self.text = text
        self.shift = shift
        self.anchors: dict[str, Node] = {}
        self.depth = 0

    def node(self, parser: CParser) -> Node:
        event: Any = parser.get_event()
        start = event.start_mark.index + self.shift
        end = event.end_mark.index + self.shift
        anchor = event.anchor or ""
        if isinstance(event, events.AliasEvent):
            return Node(ALIAS, start, end, value=anchor, body=start, target=self.anchors.get(anchor))
        node = Node(SCALAR, start, end, anchor=anchor, tag=event.tag or "")
        if anchor:
            self.anchors[anchor] = node
        if isinstance(event, events.ScalarEvent):
            self._scalar(node, event)
            return node
        node.kind = SEQUENCE if isinstance(event, events.SequenceStartEvent) else MAPPING
        node.style = "flow" if event.flow_style else "block"
        node.body = self._body(node)
        self._items(node, parser)
        return node

    def _scalar(self, node: Node, event: yaml.ScalarEvent) -> None:
        node.value = event.value
        node.style = event.style or ""
        node.body = self._body(node)
        if node.style in ("|", ">") and node.style and "+" not in self.text[node.body : node.body + 3]:
            node.end = node.body + len(self.text[node.body : node.end].rstrip(" \t\r\n\x85\u2028\u2029"))
        elif node.style in ("|", ">"):
            node.end -= self._break_before(node.end)

    def _break_before(self, end: int) -> int:
        if self.text.endswith("\r\n", 0, end):
            return 2
        return 1 if self.text[end - 1 : end] in "\r\n" else 0

    def _body(self, node: Node) -> int:
        """Where a node's own text starts, behind its anchor and tag."""
        at = node.start
        if node.anchor or node.tag:
            match = _PROPERTIES.match(self.text, at)
            at = match.end() if match else at
            at = self.skip(at)
            match = _PROPERTIES.match(self.text, at)
            at = self.skip(match.end()) if match else at
        return min(at, node.end) if node.kind == SCALAR else at

    def skip(self, at: int) -> int:
        """The first index from `at` on that is neither blank nor in a comment."""
        match = _BETWEEN.match(self.text, at)
        return match.end() if match else at

    def _items(self, node: Node, parser: CParser) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FaultAt(Sentence(TOO_DEEP, {"limit": MAX_DEPTH}), node.body - self.shift)
        at = node.body + 1 if node.flow else node.body
        while not isinstance(parser.peek_event(), events.CollectionEndEvent):
            start = self.skip(at)
            if node.flow and self.text.startswith(",", start):
                start = self.skip(start + 1)
            key = self.node(parser) if node.kind == MAPPING else None
            value = self.node(parser)
            if key is not None and not self.text.startswith("?", start):
                start = key.start
            leaf = self._leaf(node, key, value, start)
            node.items.append(Item(start, leaf, value, key))
            at = leaf
        event: Any = parser.get_event()
        self.depth -= 1
        if node.flow and self.text[node.body : node.body + 1] in ("[", "{"):
            node.end = event.end_mark.index + self.shift
        else:
            node.end = node.items[-1].end if node.items else node.body

    def _leaf(self, node: Node, key: Node | None, value: Node, start: int) -> int:
        """Where an item ends: an empty value ends with its `-` or `:`, and stands there."""
        if not value.empty:
            return value.end
        if key is None:
            at = start + 1
        else:
            at = self.skip(key.end)
            at = at + 1 if self.text.startswith(":", at) else key.end
        value.start = value.end = value.body = at
        return at


def steps(root: Node, path: Path) -> Iterator[tuple[Node, Item | None]]:
    """The collections along a path, each with its item there; ends at the first one without."""
    node = root
    for part in path:
        if node.kind == ALIAS and node.target is not None:
            node = node.target
        found = child(node, part)
        yield node, found
        if found is None:
            return
        node = found.value


def child(node: Node, part: str | int) -> Item | None:
    """The item of a collection that a part of a path names."""
    if isinstance(part, int):
        return node.items[part] if node.kind == SEQUENCE and 0 <= part < len(node.items) else None
    if node.kind != MAPPING:
        return None
    return next((item for item in node.items if item.name == part and not item.merge), None)
