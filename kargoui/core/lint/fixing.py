"""Makes the fixes of findings on the texts of manifests, as far as they do not get in each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kargoui.core.lint.finding import Finding, Fix
from kargoui.core.lint.subjects import manifests_of
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.edits import Insert, Move, Operation, Remove, apply
from kargoui.core.manifest.errors import EditError
from kargoui.core.manifest.lines import count
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.path import Path


@dataclass(frozen=True, slots=True)
class Fixed:
    """The documents after some fixes, the findings that were mended, and those whose fix had to wait."""

    documents: list[Document]
    mended: list[Finding]
    waiting: list[Finding]


def fixed(documents: Sequence[Document], findings: Iterable[Finding]) -> Fixed:
    """Make the fix of each finding, or none of its edits.

    A fix waits whose place another one of this round has moved or changed: ask the rules again, then it has
    its turn.
    """
    current = list(documents)
    touched: list[tuple[str, str, Path]] = []
    mended: list[Finding] = []
    waiting: list[Finding] = []
    for finding in findings:
        if finding.fix is None:
            continue
        places = [(edit.kind, edit.name, _touches(edit.operation)) for edit in finding.fix.edits]
        if any(_meets(one, other) for one in places for other in touched):
            waiting.append(finding)
            continue
        try:
            current = _made(current, finding.fix)
        except EditError:
            waiting.append(finding)
            continue
        touched += places
        mended.append(finding)
    return Fixed(current, mended, waiting)


def _made(documents: list[Document], fix: Fix) -> list[Document]:
    changed = list(documents)
    for edit in fix.edits:
        index, inside = _place(changed, edit.kind, edit.name)
        text = apply(changed[index].text, _moved(edit.operation, inside))
        grown = count(text) - count(changed[index].text)
        changed[index] = replace(changed[index], text=text, data=load_data(text))
        for at, document in enumerate(changed):
            if document.file == changed[index].file and document.position > changed[index].position:
                changed[at] = replace(document, line=document.line + grown)
    return changed


def _place(documents: Sequence[Document], kind: str, name: str) -> tuple[int, Path]:
    """Where a manifest is: the index of its document, and its path in that. The last one counts."""
    found = [
        (index, manifest.path)
        for index, document in enumerate(documents)
        for manifest in manifests_of(document)
        if (manifest.kind, manifest.name) == (kind, name)
    ]
    return found[-1]


def _moved(operation: Operation, inside: Path) -> Operation:
    return replace(operation, path=(*inside, *operation.path)) if inside else operation


def _touches(operation: Operation) -> Path:
    """The place below which an operation changes or moves things."""
    if isinstance(operation, Insert | Move) or (
        isinstance(operation, Remove) and isinstance(operation.path[-1], int)
    ):
        return operation.path[:-1]
    return operation.path


def _meets(one: tuple[str, str, Path], other: tuple[str, str, Path]) -> bool:
    shorter = min(len(one[2]), len(other[2]))
    return one[:2] == other[:2] and one[2][:shorter] == other[2][:shorter]
