"""Files to documents: where one ends and the next begins, byte for byte, and what each of them says it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.lines import count
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.path import Path

KARGO_GROUP: Final = "kargo.akuity.io/"

# A marker counts at the start of a line only, whatever surrounds it; libyaml knows these line ends.
_MARKERS = (
    re.compile("---(?=[ \t\r\n\x85\u2028\u2029]|$)"),
    re.compile("\\.\\.\\.(?=[ \t\r\n\x85\u2028\u2029]|$)"),
)
_ENDS: Final = frozenset("\r\n\x85\u2028\u2029")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_LINE = re.compile("[^\r\n\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: its text, what it says, and where it stood."""

    text: str
    data: object
    file: str = ""
    position: int = 0
    line: int = 0

    @property
    def kind(self) -> str:
        return _string(self.data, "kind")

    @property
    def api_version(self) -> str:
        return _string(self.data, "apiVersion")

    @property
    def name(self) -> str:
        return _string(_get(self.data, "metadata"), "name")

    @property
    def namespace(self) -> str:
        return _string(_get(self.data, "metadata"), "namespace")

    @property
    def is_kargo(self) -> bool:
        return self.api_version.startswith(KARGO_GROUP)

    def members(self) -> list[tuple[Path, Document]]:
        """The manifests in this document with their paths: itself, or a List's items, as of kubectl."""
        items = _get(self.data, "items")
        if self.kind != "List" or self.is_kargo or not isinstance(items, list):
            return [((), self)]
        return [(("items", index), replace(self, data=item)) for index, item in enumerate(items)]


def _get(data: object, key: str) -> object:
    return data.get(key) if isinstance(data, Mapping) else None


def _string(data: object, key: str) -> str:
    value = _get(data, key)
    return value if isinstance(value, str) else ""


def split(text: str) -> list[str]:
    """The text cut into one slice a document; joined, the slices are the text.

    `---`, directives and comments before a document belong to it, what follows the last one to that.
    """
    slices: list[str] = []
    waiting = ""
    for piece in _pieces(text):
        waiting += piece
        if _has_content(piece):
            slices.append(waiting)
            waiting = ""
    if not waiting:
        return slices
    if slices:
        slices[-1] += waiting
        return slices
    return [waiting]


def _pieces(text: str) -> list[str]:
    """The text cut before every `---` and after every `...` line."""
    cuts = [0]
    start_marker, end_marker = _MARKERS
    for match in start_marker.finditer(text):
        start = _line_start(text, match.start())
        if start is not None:
            cuts.append(start)
    for match in end_marker.finditer(text):
        if _line_start(text, match.start()) is not None:
            end = _LINE_END.search(text, match.end())
            cuts.append(end.end() if end else len(text))
    cuts.append(len(text))
    cuts.sort()
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


def _line_start(text: str, at: int) -> int | None:
    """Where the line starts that this index is the first character of, a byte order mark apart."""
    if text[at - 1 : at] == "\ufeff":
        at -= 1
    return at if at == 0 or text[at - 1] in _ENDS else None


def _has_content(piece: str) -> bool:
    """Whether a piece holds more than markers, directives, comments and blanks."""
    for match in _LINE.finditer(piece):
        line = match[0].removeprefix("\ufeff")
        if line.startswith(("%", "...")):
            continue
        line = line.removeprefix("---").strip(" \t")
        if line and not line.startswith("#"):
            return True
    return False


def read(text: str, file: str = "", errors: list[ManifestError] | None = None) -> list[Document]:
    """The documents of a file. Raises ManifestError with the place in the file.

    A file of nothing but comments has no documents. Where `errors` are collected, the documents that can be
    read are given nevertheless.
    """
    documents: list[Document] = []
    line = 0
    for position, part in enumerate(split(text)):
        try:
            data = load_data(part)
        except ManifestError as error:
            moved = error.moved(file=file, lines=line)
            if errors is None:
                raise moved from None
            errors.append(moved)
        else:
            if data is not None or _has_content(part):
                documents.append(Document(part, data, file, position, line))
        line += count(part)
    return documents
