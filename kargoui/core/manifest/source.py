"""A document's text as edits see it, and splices: the parts of it that an edit writes anew."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kargoui.core.manifest.lines import Lines
from kargoui.core.manifest.nodes import SCALAR, Item, Node, tree
from kargoui.core.manifest.regions import column, leads, line_end, region
from kargoui.core.manifest.style import Style, style_of

Splice = tuple[int, int, str]

_PROPERTIES = re.compile(r"(?:[&!]\S*(?:[ \t]+|$|(?=[\r\n])))*")
_BETWEEN = re.compile("(?:[ \t\r\n\x85\u2028\u2029]+|#[^\r\n\x85\u2028\u2029]*)*")
_HEADER: Final = re.compile(r"[|>][-+0-9]*")


@dataclass(frozen=True, slots=True)
class Source:
    """The text with its lines, nodes and habits."""

    text: str
    lines: Lines
    root: Node | None
    style: Style

    @staticmethod
    def of(text: str) -> Source:
        lines, root = Lines(text), tree(text)
        return Source(text, lines, root, style_of(text, lines, root))

    def spliced(self, splices: Iterable[Splice], *, verbatim: bool = False) -> str:
        """The text with parts replaced; new text that is not verbatim takes the document's line ends."""
        out: list[str] = []
        at = 0
        for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
            out.append(self.text[at:start])
            out.append(new if verbatim else new.replace("\n", self.style.newline))
            at = max(at, end)
        out.append(self.text[at:])
        return "".join(out)

    def column(self, at: int) -> int:
        return column(self.text, self.lines, at)

    def leads(self, at: int) -> bool:
        return leads(self.text, self.lines, at)

    def line_end(self, at: int) -> int:
        return line_end(self.text, at)

    def same_line(self, left: int, right: int) -> bool:
        return self.lines.number(left) == self.lines.number(right)

    def region(self, collection: Node, item: Item) -> tuple[int, int]:
        return region(self.text, self.lines, collection, item)

    def skip(self, at: int) -> int:
        """The first index from `at` on that is neither blank nor in a comment."""
        match = _BETWEEN.match(self.text, at)
        return match.end() if match else at

    def lead(self, item: Item) -> int | None:
        """The index behind an item's `-` or `:`; None for a key without a colon."""
        if item.key is None:
            return item.start + 1 if self.text.startswith("-", item.start) else None
        colon = self.skip(item.key.end)
        return colon + 1 if self.text.startswith(":", colon) else None

    def properties_end(self, node: Node) -> int:
        """The index behind a node's anchor and tag."""
        if not (node.anchor or node.tag):
            return node.start
        match = _PROPERTIES.match(self.text, node.start)
        end = match.end() if match else node.start
        return node.start + len(self.text[node.start : end].rstrip())

    def header_end(self, node: Node) -> int:
        """The index behind the `|-` of a block scalar; the end of any other scalar."""
        match = (
            _HEADER.match(self.text, node.body) if node.kind == SCALAR and node.style in ("|", ">") else None
        )
        return match.end() if match else node.end
