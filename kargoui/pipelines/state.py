"""A project as a draft would leave it, for reading. The number of queries never depends on what is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kargoui.core.manifest.document import Document
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.problems import Problem
from kargoui.core.pipeline import Pipeline, pipeline
from kargoui.pipelines.index import Entry, Index, columns, index
from kargoui.pipelines.models import Draft, Project
from kargoui.pipelines.stored import Named, StoredReference, missing, problem_from_json, references_from_json


@dataclass(frozen=True, slots=True)
class ManifestState:
    """One manifest as the draft leaves it.

    `base_text` is the published text, empty for one that the draft makes. `line` is how many lines stand
    before it in its file; those of the problems are lines of the file.
    """

    kind: str
    name: str
    text: str
    data: object
    base_text: str
    file: str
    line: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ManifestChange:
    """What the draft does to one manifest: `before` is empty when it is new, `after` when it is deleted."""

    kind: str
    name: str
    file: str
    before: str
    after: str


class ProjectState:
    """The manifests of a project with the edits of a draft, read when first asked for and then kept."""

    def __init__(self, project: Project, draft: Draft | None = None) -> None:
        self.project = project
        self.draft = draft
        self._manifests: dict[Named, ManifestState] = {}

    @cached_property
    def _index(self) -> Index:
        return index(self.project, self.draft)

    @cached_property
    def _by_name(self) -> dict[Named, Entry]:
        return {entry.key: entry for entry in reversed(self._index.entries)}

    @cached_property
    def _undone(self) -> set[bool]:
        """Which of the two the draft holds: edits that were undone, edits that count."""
        return (
            set(self.draft.edits.order_by().values_list("undone", flat=True).distinct())
            if self.draft
            else set()
        )

    @property
    def saved(self) -> datetime | None:
        """When the draft was changed last; None while it holds no edit, not even one that was undone."""
        return self.draft.saved if self.draft and self._undone else None

    @property
    def can_undo(self) -> bool:
        return False in self._undone

    @property
    def can_redo(self) -> bool:
        return True in self._undone

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All manifests without their texts, in the order of the files."""
        return self._index.entries

    def names(self) -> dict[str, list[str]]:
        """The names of the manifests by kind, in the order of the files."""
        found: dict[str, list[str]] = {}
        for entry in self._index.entries:
            if entry.name:
                found.setdefault(entry.kind, []).append(entry.name)
        return found

    def edited(self) -> set[Named]:
        """Kind and name of what the draft makes, changes, renames or deletes."""
        gone = {entry.key for entry in self._index.deleted}
        return gone | {entry.key for entry in self._index.entries if entry.edited}

    def manifest(self, kind: str, name: str) -> ManifestState | None:
        """One manifest; None when there is none of that kind and name, or the draft deletes it."""
        key = (kind, name)
        entry = self._by_name.get(key)
        if entry is None:
            return None
        if key not in self._manifests:
            texts = self._texts([entry, entry.base] if entry.base else [entry])
            text = texts[entry]
            base_text = texts[entry.base] if entry.base else "" if entry.edit else text
            problems = tuple(self._problems_of(entry, text))
            self._manifests[key] = ManifestState(
                kind, name, text, load_data(text), base_text, entry.file, entry.line, problems
            )
        return self._manifests[key]

    def changes(self, which: Iterable[Named]) -> list[ManifestChange]:
        """What the draft does to some manifests of `edited()`, in the order given."""
        deleted = {entry.key: entry for entry in self._index.deleted}
        wanted = list(which)
        pairs = [
            (deleted[key], None) if key in deleted else (self._by_name[key].base, self._by_name[key])
            for key in wanted
        ]
        texts = self._texts(entry for pair in pairs for entry in pair if entry)
        return [
            ManifestChange(
                kind=key[0],
                name=key[1],
                file=(after or before or self._by_name[key]).file,
                before=texts[before] if before else "",
                after=texts[after] if after else "",
            )
            for key, (before, after) in zip(wanted, pairs, strict=True)
        ]

    def documents(self, *kinds: str) -> list[Document]:
        """The manifests with text and data, in the order of the files; of some kinds, or of all."""
        entries = [entry for entry in self._index.entries if not kinds or entry.kind in kinds]
        found = columns(self.project, self.draft, entries, "text", "document")
        return [
            Document(text, data, entry.file, entry.position, entry.line)
            for entry, (text, data) in ((entry, found[entry]) for entry in entries)
        ]

    def texts(self) -> list[Document]:
        """The manifests with their texts alone, in the order of the files."""
        entries = self._index.entries
        texts = self._texts(entries)
        return [Document(texts[entry], None, entry.file, entry.position, entry.line) for entry in entries]

    def pipeline(self) -> Pipeline:
        """The graph of Warehouses and Stages."""
        return pipeline(self.data("Warehouse", "Stage"))

    def data(self, *kinds: str) -> list[dict[str, object]]:
        """The parsed documents of some kinds, in the order of the files."""
        entries = [entry for entry in self._index.entries if entry.kind in kinds]
        found = columns(self.project, self.draft, entries, "document")
        documents = (found[entry][0] for entry in entries)
        return [document for document in documents if isinstance(document, dict)]

    def data_of(self, kind: str, names: Iterable[str]) -> dict[str, object]:
        """The parsed documents of some manifests of a kind by name; those that are not there are left out."""
        there = self._by_name
        entries = [there[kind, name] for name in names if (kind, name) in there]
        found = columns(self.project, self.draft, entries, "document")
        return {entry.name: found[entry][0] for entry in entries}

    def closure(self, kind: str, name: str) -> dict[Named, str]:
        """A manifest and all that it names, directly or through others, with their digests; no query."""
        found: dict[Named, str] = {}
        waiting: list[Named] = [(kind, name)]
        while waiting:
            entry = self._by_name.get(waiting.pop())
            if entry is not None and entry.key not in found:
                found[entry.key] = entry.digest
                waiting += [(named[0], named[1]) for named in entry.references]
        return found

    def digests(self, *kinds: str) -> dict[Named, str]:
        """The digests of all manifests of some kinds; no query."""
        return {key: entry.digest for key, entry in self._by_name.items() if key[0] in kinds}

    def digests_around(self, entry: Entry, *kinds: str) -> tuple[str | None, ...]:
        """The digest of a manifest, and those of what it names, of some kinds or of all; no query.

        In the order in which they are named, None for what is not there.
        """
        there = self._by_name
        named = (there.get((kind, name)) for kind, name, *_ in entry.references if not kinds or kind in kinds)
        return (entry.digest, *(each.digest if each is not None else None for each in named))

    def data_at(self, which: Iterable[Named]) -> list[dict[str, object]]:
        """The parsed documents of some manifests; those that are not there are left out."""
        wanted = set(which)
        entries = [entry for key, entry in self._by_name.items() if key in wanted]
        found = columns(self.project, self.draft, entries, "document")
        documents = (found[entry][0] for entry in entries)
        return [document for document in documents if isinstance(document, dict)]

    def problems(self) -> list[Problem]:
        """All problems, also of references to what is not there, in the order of file and line."""
        return [problem for listed in self.problems_by_entry().values() for problem in listed]

    def problems_by_entry(self) -> dict[Entry, list[Problem]]:
        """The same, of each manifest that has some."""
        texts = self._texts(
            entry for entry, listed in self._missing.items() if any(not one.line for one in listed)
        )
        listed = [entry for entry in self._index.entries if entry.own != "[]" or entry in self._missing]
        return {entry: self._problems_of(entry, texts.get(entry, "")) for entry in listed}

    def problem_count(self) -> int:
        """How many problems there are."""
        return sum(len(entry.problems) for entry in self.entries) + sum(map(len, self._missing.values()))

    def referring(self, kind: str, target_kind: str, target_name: str) -> list[str]:
        """The names of the manifests of `kind` that name the target."""
        return [
            entry.name
            for entry in self._index.entries
            if entry.kind == kind and entry.names(target_kind, target_name)
        ]

    @cached_property
    def _missing(self) -> dict[Entry, list[StoredReference]]:
        """By the manifest that has them, the references to what is not there."""
        there = self._by_name
        lacking = (
            entry
            for entry in self._index.entries
            if not all((kind, name) in there for kind, name, *_ in entry.references)
        )
        return {
            entry: [each for each in references_from_json(entry.references) if each.missing_from(there)]
            for entry in lacking
        }

    def _problems_of(self, entry: Entry, text: str) -> list[Problem]:
        place = {"kind": entry.kind, "name": entry.name, "file": entry.file}
        own = [problem_from_json(one, **place, lines_before=entry.line) for one in entry.problems]
        absent = [
            reference.problem(**place, lines_before=entry.line)
            for reference in missing(self._missing.get(entry, []), self._by_name, text)
        ]
        return sorted(own + absent, key=lambda problem: (problem.line, problem.column))

    def _texts(self, entries: Iterable[Entry]) -> dict[Entry, str]:
        found = columns(self.project, self.draft, entries, "text")
        return {entry: text for entry, (text,) in found.items()}
