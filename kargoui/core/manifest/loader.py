"""The text of one document to plain data. libyaml composes, we build: nothing is ever constructed from tags.

The limits stand before the work they bound: length before parsing, depth while libyaml composes (it
recurses), the size of what aliases expand to before anything is built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml import MappingNode, ScalarNode, SequenceNode, YAMLError
from yaml._yaml import CParser

from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.faults import FaultAt, error_at, refused
from kargoui.core.manifest.nodes import MAX_DEPTH, TOO_DEEP, Node, tree
from kargoui.core.manifest.scalars import MERGE, NO_NUMBER, STANDARD, Value, plain, typed
from kargoui.core.sentence import Sentence, gettext_noop

MAX_LENGTH: Final = 10_000_000
MAX_ALIASED: Final = 100_000

_ANCHOR = re.compile(r"&[0-9A-Za-z_-]")
_BOM: Final = "\ufeff"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")

UTF8 = gettext_noop("The file is no UTF-8 text.")
TOO_LONG = gettext_noop("The document has %(length)s characters; at most %(limit)s are read.")
EXPLODES = gettext_noop("The aliases of this document expand to more than %(limit)s values.")
RECURSIVE = gettext_noop("This anchor contains an alias of itself.")
DUPLICATE = gettext_noop("The key %(key)s stands twice in this mapping.")
KEY = gettext_noop("Keys must be strings: put %(key)s in quotes.")
COMPLEX_KEY = gettext_noop("A list or a mapping cannot be a key.")
TAG = gettext_noop("The tag %(tag)s is not supported: manifests are plain data.")
NUMBER = gettext_noop("JSON has no number for %(number)s: put it in quotes if it is meant as text.")
BAD_MERGE = gettext_noop("A merge key `<<` takes a mapping or a list of mappings.")
SEVERAL = gettext_noop("A second document starts here, where one was expected.")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document: its data and its nodes with their places in the text."""

    data: object
    node: Node | None


def decode(content: bytes) -> str:
    """The text of a file. A byte order mark stays, so that encoding gives the file again."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if content.startswith(_UTF16):
            raise ManifestError(Sentence(UTF8), line=1, column=1) from None
        before = content[: error.start].decode("utf-8")
        raise error_at(before, len(before), Sentence(UTF8)) from None


def parse(text: str) -> Parsed:
    """One document's data and nodes; the node is None where the text holds no document."""
    data = load_data(text)
    return Parsed(data, tree(text))


def load_data(text: str) -> object:
    """One document's data: dicts, lists, str, int, float, bool and None. Raises ManifestError.

    A text without a document is None, as is an empty one; empty documents beside the one are passed over.
    """
    if len(text) > MAX_LENGTH:
        raise ManifestError(Sentence(TOO_LONG, {"length": len(text), "limit": MAX_LENGTH}), line=1, column=1)
    text = text.removeprefix(_BOM)
    try:
        root = _compose(text)
        if root is None:
            return None
        if _ANCHOR.search(text):
            _bound(root)
        return _build(root)
    except (FaultAt, YAMLError, UnicodeError) as error:
        raise refused(text, error) from None


class _Composer(CParser):
    """libyaml's composer, with plain scalars resolved to their values instead of tags."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> object:
        if kind is ScalarNode:
            return plain(value) if implicit[0] else (value,)
        return None

    def descend_resolver(self, parent: Any, _index: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            index = parent.start_mark.index if parent is not None else 0
            raise FaultAt(Sentence(TOO_DEEP, {"limit": MAX_DEPTH}), index)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def _compose(text: str) -> Any:
    parser = _Composer(text)
    found: Any = None
    while parser.check_node():
        node: Any = parser.get_node()
        if _is_empty(node):
            continue
        if found is not None:
            raise FaultAt(Sentence(SEVERAL), node.start_mark.index)
        found = node
    return found


def _is_empty(node: Any) -> bool:
    return isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index


def _bound(root: Any) -> None:
    """Refuse what would expand beyond measure: counts every node as often as aliases repeat it."""
    sizes: dict[int, int] = {}
    distinct = 0
    pending: list[tuple[Any, bool]] = [(root, False)]
    while pending:
        node, ready = pending.pop()
        if not ready:
            if id(node) in sizes:
                if not sizes[id(node)]:
                    raise FaultAt(Sentence(RECURSIVE), node.start_mark.index)
                continue
            distinct += 1
            sizes[id(node)] = 0
            pending.append((node, True))
            pending.extend((child, False) for child in _children(node))
        else:
            sizes[id(node)] = 1 + sum(sizes[id(child)] for child in _children(node))
    if sizes[id(root)] - distinct > MAX_ALIASED:
        raise FaultAt(Sentence(EXPLODES, {"limit": MAX_ALIASED}), root.start_mark.index)


def _children(node: Any) -> list[Any]:
    if isinstance(node, SequenceNode):
        return list(node.value)
    if isinstance(node, MappingNode):
        return [part for pair in node.value for part in pair]
    return []


def _build(node: Any) -> object:
    # The shape of this loop is what makes the loader fast: scalars never cost a call.
    tag: Any = node.tag
    if node.__class__ is ScalarNode:
        return tag[0] if tag.__class__ is tuple else _tagged(node)
    if tag is not None and tag != STANDARD + ("map" if node.__class__ is MappingNode else "seq"):
        raise FaultAt(Sentence(TAG, {"tag": _short(tag)}), node.start_mark.index)
    if node.__class__ is SequenceNode:
        items: list[object] = []
        for item in node.value:
            tag = item.tag
            items.append(tag[0] if tag.__class__ is tuple else _build(item))
        return items
    result: dict[str, object] = {}
    merged: dict[str, object] | None = None
    for key_node, value_node in node.value:
        tag = key_node.tag
        if tag.__class__ is tuple and tag[0].__class__ is str:
            key = tag[0]
        elif tag == MERGE and merged is None:
            merged = _merged(value_node)
            continue
        else:
            key = _key(key_node)
        if key in result or (tag == MERGE):
            raise FaultAt(Sentence(DUPLICATE, {"key": key}), key_node.start_mark.index)
        tag = value_node.tag
        result[key] = tag[0] if tag.__class__ is tuple else _build(value_node)
    return result if merged is None else {**merged, **result}


def _tagged(node: Any) -> Value:
    """The value of a scalar that has a tag, or that only looks like a number."""
    tag: str = node.tag
    if tag == NO_NUMBER:
        raise FaultAt(Sentence(NUMBER, {"number": node.value[:40]}), node.start_mark.index)
    found = typed(node.value, tag)
    if isinstance(found, str):
        raise FaultAt(Sentence(TAG, {"tag": _short(tag)}), node.start_mark.index)
    return found[0]


def _short(tag: str) -> str:
    return "!!" + tag.removeprefix(STANDARD) if tag.startswith(STANDARD) else tag


def _key(node: Any) -> str:
    if not isinstance(node, ScalarNode):
        raise FaultAt(Sentence(COMPLEX_KEY), node.start_mark.index)
    found = _build(node)
    if not isinstance(found, str):
        raise FaultAt(Sentence(KEY, {"key": node.value or "null"}), node.start_mark.index)
    return found


def _merged(node: Any) -> dict[str, object]:
    """What a merge key brings in; of several mappings the first one that has a key wins."""
    sources = node.value if isinstance(node, SequenceNode) else [node]
    result: dict[str, object] = {}
    for source in reversed(sources):
        found = _build(source)
        if not isinstance(found, dict):
            raise FaultAt(Sentence(BAD_MERGE), node.start_mark.index)
        result.update(found)
    return result
