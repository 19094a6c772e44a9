"""Edits that leave a set of manifests no worse than they found it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.manifest.document import Document
from kargoui.core.manifest.edits import Operation, apply
from kargoui.core.manifest.lines import count
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.problems import Problem, introduced
from kargoui.core.manifest.references import dangling, duplicates, references
from kargoui.core.manifest.validate import positioned, problems_of
from kargoui.core.sentence import Sentence, gettext_noop

_NO_LONGER: Final = gettext_noop(
    "After this edit Kargo would no longer read the manifest. Its apiVersion must stay."
)


@dataclass(frozen=True, slots=True)
class Edited:
    """The documents after an edit, and the problems that they did not have before it."""

    documents: list[Document]
    problems: list[Problem]


def edit(
    documents: Sequence[Document], index: int, operation: Operation, version: str, namespace: str = ""
) -> Edited:
    """Edit the text of the document at an index and say what problems that would add. Raises EditError.

    References count where none dangled before: a part of a project that names what is elsewhere may do so.
    `namespace` is that of manifests which name none.
    """
    before = documents[index]
    text = apply(before.text, operation)
    after = replace(before, text=text, data=load_data(text))
    changed = _with(documents, index, after)
    problems = introduced(problems_of(before, version, namespace), problems_of(after, version, namespace))
    if before.is_kargo and not after.is_kargo:
        problems += positioned(after, [Problem("unknown-kind", ("apiVersion",), Sentence(_NO_LONGER))])
    problems += introduced(duplicates(documents, namespace), duplicates(changed, namespace))
    if _is_closed(documents, namespace):
        problems += dangling(changed, namespace)
    return Edited(changed, problems)


def _with(documents: Sequence[Document], index: int, after: Document) -> list[Document]:
    """The documents with one exchanged; those that follow in its file move by as many lines as it grew."""
    before = documents[index]
    grown = count(after.text) - count(before.text)
    changed = [
        replace(document, line=document.line + grown)
        if grown and document.file == before.file and document.position > before.position
        else document
        for document in documents
    ]
    changed[index] = after
    return changed


def _is_closed(documents: Sequence[Document], namespace: str) -> bool:
    some = any(references(document.data) for document in documents if document.is_kargo)
    return some and not dangling(documents, namespace)
