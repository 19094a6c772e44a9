"""How problems and references of a manifest lie in the database: as JSON, with lines relative to its text."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kargoui.core.manifest.document import Document
from kargoui.core.manifest.lines import count
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.positions import locate
from kargoui.core.manifest.problems import Problem
from kargoui.core.manifest.references import CLUSTER_TASK, Reference, not_there
from kargoui.core.manifest.validate import positioned, references, validate
from kargoui.core.sentence import Sentence
from kargoui.pipelines.models.encoding import storable
from kargoui.pipelines.models.manifests import digest_of

Named = tuple[str, str]  # kind and name


@dataclass(frozen=True, slots=True)
class StoredReference:
    """That a manifest names another one; with the place in its text only where that was found missing."""

    kind: str
    name: str
    path: tuple[str | int, ...] = ()
    line: int = 0
    column: int = 0

    @property
    def target(self) -> Named:
        return self.kind, self.name

    def missing_from(self, there: Container[Named]) -> bool:
        """Whether what is named has to be there and is not."""
        return self.kind != CLUSTER_TASK and self.target not in there

    def sentence(self) -> Sentence:
        """That what is named is not there."""
        return not_there(self.kind, self.name)

    def problem(self, *, kind: str, name: str, file: str, lines_before: int) -> Problem:
        """The same as a problem of the manifest that names it."""
        line = lines_before + self.line
        return Problem("dangling-reference", self.path, self.sentence(), line, self.column, file, kind, name)

    def to_json(self) -> list[Any]:
        """Kind and name, and the place in the text where that is known."""
        place = [list(self.path), self.line, self.column] if self.line else []
        return [self.kind, self.name, *place]


def references_from_json(value: Iterable[Sequence[Any]]) -> list[StoredReference]:
    """The references that a row holds, in the shape of `StoredReference.to_json`."""
    return [StoredReference(kind, name, *_place(*place)) for kind, name, *place in value]


def _place(path: Sequence[str | int] = (), line: int = 0, column: int = 0) -> tuple[Any, int, int]:
    return tuple(path), line, column


def missing(
    stored: Iterable[StoredReference], there: Container[Named], text: str, data: object = None
) -> list[StoredReference]:
    """The references to what is not there, with their places; `data` is what the text says, if at hand.

    Finding places takes parsing the text, so it is left until something is missing.
    """
    absent = [reference for reference in stored if reference.missing_from(there)]
    if all(reference.line for reference in absent):
        return absent
    targets = {reference.target for reference in absent}
    found = references(load_data(text) if data is None else data)
    return [
        StoredReference(*_named(one), one.path, *locate(text, one.path))
        for one in found
        if _named(one) in targets
    ]


def _named(reference: Reference) -> Named:
    return storable(reference.kind), storable(reference.name)


@dataclass(slots=True)
class Reading:
    """What is stored beside a text, made from it once. Its fields are those of Manifest and of Edit."""

    text: str
    document: object
    digest: str
    lines: int
    problems: list[Problem]
    references: list[StoredReference]

    def locate_missing(self, there: Container[Named]) -> None:
        """Give the references to what is not there their places."""
        absent = missing(self.references, there, self.text, self.document)
        if absent:
            present = [reference for reference in self.references if not reference.missing_from(there)]
            self.references = present + absent

    def columns(self) -> dict[str, Any]:
        """As columns of a row, apart from the text."""
        return {
            "document": self.document,
            "digest": self.digest,
            "lines": self.lines,
            "problems": problems_to_json(self.text, self.problems),
            "references": [reference.to_json() for reference in self.references],
        }


def reading(document: Document, version: str, namespace: str) -> Reading:
    """What one document says, and what is wrong with it at a Kargo version."""
    text = document.text
    found = references(document.data) if document.is_kargo else []
    return Reading(
        text=text,
        document=document.data,
        digest=digest_of(text),
        lines=count(text),
        problems=validate(document.data, version, namespace),
        references=[StoredReference(*_named(one)) for one in found],
    )


def problems_to_json(text: str, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """The problems of one manifest, each with its place in the text."""
    if not problems:
        return []
    return [
        {
            "rule": problem.rule,
            "path": list(problem.path),
            "template": problem.sentence.template,
            "params": dict(problem.sentence.params),
            "line": problem.line,
            "column": problem.column,
        }
        for problem in positioned(Document(text, None), problems)
    ]


def problem_from_json(
    value: Mapping[str, Any], *, kind: str = "", name: str = "", file: str = "", lines_before: int = 0
) -> Problem:
    """The problem of a manifest that `lines_before` lines precede in its file."""
    return Problem(
        rule=value["rule"],
        path=tuple(value["path"]),
        sentence=Sentence(value["template"], value["params"]),
        line=lines_before + value["line"],
        column=value["column"],
        file=file,
        kind=kind,
        name=name,
    )
