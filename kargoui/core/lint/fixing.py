"""Makes the fixes of findings on the texts of manifests, as far as they do not get in each other's way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.lint.finding import Finding
from kargoui.core.lint.subjects import Manifest, manifests_of
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.edits import Insert, Move, Operation, Remove, apply
from kargoui.core.manifest.errors import EditError
from kargoui.core.manifest.lines import count
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.path import Path

_MOST_ROUNDS: Final = 50

_Place = tuple[int, Path]  # the index of a document, and a path in it
_Places = Mapping[tuple[str, str], list[tuple[int, Manifest]]]


@dataclass(frozen=True, slots=True)
class Fixed:
    """The documents after some fixes, the findings that were mended, and those whose fix had to wait."""

    documents: list[Document]
    mended: list[Finding]
    waiting: list[Finding]


def fixed_in_rounds(
    documents: Sequence[Document], ask: Callable[[Sequence[Document]], list[Finding]]
) -> Fixed:
    """Ask for findings and make their fixes, until no more can be made; `waiting` is what is found then.

    Rules that undo each other's work end where they began.
    """
    current = list(documents)
    mended: list[Finding] = []
    seen = {_texts(current)}
    findings = ask(current)
    for _ in range(_MOST_ROUNDS):
        done = fixed(current, findings)
        if not done.mended or (texts := _texts(done.documents)) in seen:
            break
        seen.add(texts)
        mended += done.mended
        current = done.documents
        findings = ask(current)
    return Fixed(current, mended, findings)


def _texts(documents: Iterable[Document]) -> int:
    return hash(tuple(document.text for document in documents))


def fixed(documents: Sequence[Document], findings: Iterable[Finding]) -> Fixed:
    """Make the fix of each finding, or none of its edits.

    A fix waits whose place another one of this round has moved or changed: ask the rules again, then it has
    its turn. One of a manifest whose name another one of its Project has as well waits until one is renamed.
    """
    current = list(documents)
    places = _places(documents)
    touched: dict[int, list[Path]] = {}
    mended: list[Finding] = []
    waiting: list[Finding] = []
    for finding in findings:
        if finding.fix is None:
            continue
        edits = _located(finding, places)
        if not edits or any(_meets(path, touched.get(index, ())) for index, path in map(_touches, edits)):
            waiting.append(finding)
            continue
        try:
            changed = _made(current, edits)
        except EditError:
            waiting.append(finding)
            continue
        for index, document in changed.items():
            current[index] = document
        for index, path in map(_touches, edits):
            touched.setdefault(index, []).append(path)
        mended.append(finding)
    return Fixed(_moved(documents, current), mended, waiting)


def _places(documents: Iterable[Document]) -> _Places:
    found: dict[tuple[str, str], list[tuple[int, Manifest]]] = {}
    for index, document in enumerate(documents):
        for manifest in manifests_of(document):
            found.setdefault((manifest.kind, manifest.name), []).append((index, manifest))
    return found


def _located(finding: Finding, places: _Places) -> list[tuple[int, Operation]]:
    """The edits of a fix with the indices of their documents; none where a manifest is not known for sure."""
    edits: list[tuple[int, Operation]] = []
    for edit in finding.fix.edits if finding.fix else ():
        found = places.get((edit.kind, edit.name), [])
        if len(found) > 1:
            own = [each for each in found if each[1].namespace == finding.project]
            found = own or [each for each in found if not each[1].namespace]
        if len(found) != 1:
            return []
        index, manifest = found[0]
        operation = edit.operation
        edits.append((index, replace(operation, path=(*manifest.path, *operation.path))))
    return edits


def _made(documents: Sequence[Document], edits: Iterable[tuple[int, Operation]]) -> dict[int, Document]:
    """The documents that edits change, by their indices."""
    changed: dict[int, Document] = {}
    for index, operation in edits:
        document = changed.get(index, documents[index])
        text = apply(document.text, operation)
        changed[index] = replace(document, text=text, data=load_data(text))
    return changed


def _moved(before: Sequence[Document], after: Sequence[Document]) -> list[Document]:
    """The documents, each on the line where those before it in its file leave it."""
    grown: dict[str, int] = {}
    moved: list[Document] = []
    for old, new in zip(before, after, strict=True):
        lines = grown.get(old.file, 0)
        moved.append(replace(new, line=old.line + lines) if lines else new)
        if new is not old:
            grown[old.file] = lines + count(new.text) - count(old.text)
    return moved


def _touches(edit: tuple[int, Operation]) -> _Place:
    """The document, and the place in it below which an operation changes or moves things."""
    index, operation = edit
    if isinstance(operation, Insert | Move) or (
        isinstance(operation, Remove) and isinstance(operation.path[-1], int)
    ):
        return index, operation.path[:-1]
    return index, operation.path


def _meets(path: Path, others: Iterable[Path]) -> bool:
    return any(path[: len(other)] == other[: len(path)] for other in others)
