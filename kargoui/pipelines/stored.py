"""How problems and references of a manifest lie in the database: as JSON, with lines relative to its text."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kargoui.core.manifest.document import Document
from kargoui.core.manifest.lines import count
from kargoui.core.manifest.positions import locate
from kargoui.core.manifest.problems import Problem
from kargoui.core.manifest.validate import positioned, references, validate
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines.models.manifests import digest_of

# As kargoui.core.manifest.references says it of documents.
_DANGLING = gettext_noop("There is no %(kind)s %(name)s here. Create it, or correct the name.")
_CLUSTER = "ClusterPromotionTask"  # belongs to the cluster, so no project needs to have it

Named = tuple[str, str]  # kind and name


@dataclass(frozen=True, slots=True)
class StoredReference:
    """A place that names another manifest; line and column of the text are 0 while nobody has looked."""

    path: tuple[str | int, ...]
    kind: str
    name: str
    line: int = 0
    column: int = 0

    @property
    def target(self) -> Named:
        return self.kind, self.name

    def missing_from(self, there: Container[Named]) -> bool:
        return self.kind != _CLUSTER and self.target not in there

    def located(self, text: str) -> StoredReference:
        """The same with its place in the text, which takes parsing it: only what is missing needs one."""
        line, column = locate(text, self.path)
        return replace(self, line=line, column=column)

    def problem(self, *, kind: str, name: str, file: str, lines_before: int) -> Problem:
        """That what is named is not there."""
        sentence = Sentence(_DANGLING, {"kind": self.kind, "name": self.name})
        line = lines_before + self.line
        return Problem("dangling-reference", self.path, sentence, line, self.column, file, kind, name)

    def to_json(self) -> list[Any]:
        return [list(self.path), self.kind, self.name, self.line, self.column]


def references_from_json(value: Iterable[Sequence[Any]]) -> list[StoredReference]:
    return [StoredReference(tuple(path), kind, name, *place) for path, kind, name, *place in value]


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
        """Give the references that name nothing their places."""
        if any(reference.missing_from(there) for reference in self.references):
            self.references = [
                reference.located(self.text) if reference.missing_from(there) else reference
                for reference in self.references
            ]

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
        references=[StoredReference(one.path, one.kind, one.name) for one in found],
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
