"""Where many paths of one text stand, for problems: the text is read once, and as fast as it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from yaml import MappingNode, ScalarNode, SequenceNode
from yaml._yaml import CParser

from kargoui.core.manifest.document import Document
from kargoui.core.manifest.lines import Lines
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.problems import Problem

_BOM: Final = "\ufeff"
# What may stand between the dash of a list's item and the item: blanks, comments, an anchor or a tag.
_DASH = re.compile(r"-(?:[ \t\r\n]++|#[^\r\n]*+|[&!]\S*+)*+\Z")
_BEFORE: Final = 500


class _Composer(CParser):
    """libyaml's composer without anything that looks at values."""

    def resolve(self, *_: object) -> str:
        return ""

    def descend_resolver(self, *_: object) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


class Places:
    """The places of one document's text; for texts that can be loaded."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._shift = 1 if text.startswith(_BOM) else 0
        self._lines = Lines(text)
        self._root = self._composed()
        self._keys: dict[int, dict[str, tuple[Any, Any]]] = {}

    def of(self, path: Path) -> tuple[int, int]:
        """Line and column, from 1, of the deepest part of a path that exists: its key, or its list item.

        As kargoui.core.manifest.positions.locate, which is for one path of one text.
        """
        if self._root is None:
            return 1, 1
        node, place = self._root, self._root.start_mark.index
        for part in path:
            if isinstance(node, MappingNode):
                found = self._index(node).get(str(part))
                if found is None:
                    break
                place, node = found[0].start_mark.index, found[1]
            elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
                inside, node = not node.flow_style, node.value[part]
                place = self._dash(node.start_mark.index) if inside else node.start_mark.index
            else:
                break
        return self._place(place + self._shift)

    def _composed(self) -> Any:
        parser = _Composer(self._text[self._shift :])
        while parser.check_node():
            node: Any = parser.get_node()
            if not (isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index):
                return node
        return None

    def _index(self, node: Any) -> dict[str, tuple[Any, Any]]:
        known = self._keys.get(id(node))
        if known is None:
            known = {key.value: (key, value) for key, value in node.value if isinstance(key, ScalarNode)}
            self._keys[id(node)] = known
        return known

    def _dash(self, index: int) -> int:
        at = index + self._shift
        first = max(at - _BEFORE, 0)
        found = None
        for match in re.finditer("-", self._text[first:at]):
            if _DASH.match(self._text, first + match.start(), at):
                found = first + match.start()
        return index if found is None else found - self._shift

    def _place(self, index: int) -> tuple[int, int]:
        start = self._lines.start(index)
        mark = self._shift if start == 0 and index else 0
        return self._lines.number(index) + 1, index - start - mark + 1


def positioned(document: Document, problems: Iterable[Problem]) -> list[Problem]:
    """The problems of a document with the file, line and column of each, and with its kind and name.

    Those of an item of a List keep the item's kind and name.
    """
    problems = list(problems)
    if not problems:
        return []
    places = Places(document.text)
    placed: list[Problem] = []
    for problem in problems:
        line, column = places.of(problem.path)
        placed.append(
            replace(
                problem,
                line=document.line + line,
                column=column,
                file=document.file,
                kind=problem.kind or document.kind,
                name=problem.name or document.name,
            )
        )
    return placed
