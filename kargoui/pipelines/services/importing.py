"""Importing files into a project: atomic, and an account of every document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import Bundle, SourceFile, read_bundle, unpacked
from kargoui.core.manifest.document import Document
from kargoui.pipelines import access
from kargoui.pipelines.index import Entry, columns, model_of, new_row, published
from kargoui.pipelines.kinds import KARGO_KINDS, stored_kind
from kargoui.pipelines.models import (
    MODEL_OF_KIND,
    Manifest,
    Project,
    Revision,
    RevisionChange,
    Role,
)
from kargoui.pipelines.models.manifests import digest_of
from kargoui.pipelines.services import audit
from kargoui.pipelines.services.import_checks import candidates, is_named, remark, row
from kargoui.pipelines.services.import_report import ImportReport, ImportRow, Outcome
from kargoui.pipelines.services.publishing import add_revision, delete_rows
from kargoui.pipelines.stored import Reading, reading

_CHUNK = 500
_LISTED = 3  # files that the revision's message names
Identity = tuple[str, str, str, int]  # file, kind, name, and which one of several


@dataclass(slots=True)
class _Match:
    """A document of the import and the published manifest that it is a version of."""

    document: Document
    kind: str
    entry: Entry | None

    @property
    def outcome(self) -> Outcome:
        if self.entry is not None and self.same_text:
            return "unchanged"
        if self.kind not in MODEL_OF_KIND:
            return "kept"
        return "changed" if self.entry else "created"

    @property
    def same_text(self) -> bool:
        return self.entry is not None and self.entry.digest == digest_of(self.document.text)

    @property
    def stays(self) -> bool:
        """Whether the row is right as it is."""
        place = (self.document.file, self.document.position)
        return self.entry is not None and (self.entry.file, self.entry.position) == place and self.same_text


def import_files(
    *, project: Project, files: Sequence[SourceFile], acting_user: User, leave_out_secrets: bool = False
) -> ImportReport:
    """Take in files, or zips of them, as the project's next revision. Takes an editor.

    A manifest of Kargo's that the project has, by kind and name, is updated wherever it stood; what the
    import does not contain stays. Raises ManifestError where a file cannot be read, ImportRefused where
    documents cannot be taken in (a Secret, a duplicate name, another project's namespace): then nothing is
    stored. Problems at the project's Kargo version are no reason to refuse.
    """
    access.require(acting_user, project, Role.EDITOR)
    # Reading takes the longest and needs no database: nobody else waits for it.
    bundle = read_bundle(unpacked(files))
    with transaction.atomic():
        return _take_in(project, bundle, acting_user, leave_out_secrets=leave_out_secrets)


def _take_in(project: Project, bundle: Bundle, acting_user: User, *, leave_out_secrets: bool) -> ImportReport:
    project = Project.objects.select_for_update().get(pk=project.pk)
    wanted = candidates(bundle, project, leave_out_secrets=leave_out_secrets)
    entries = published(project)
    matches = _matched(wanted.documents, entries)
    changed = [match for match in matches if not match.same_text]
    revision = _revision(project, acting_user, changed, _files(wanted.documents)) if changed else None
    _store(project, matches, entries)
    rows = [row(match.document, match.outcome, remark(match.document)) for match in matches]
    _audit(project, acting_user, rows, revision)
    return ImportReport((*rows, *wanted.skipped), revision)


def _files(documents: Iterable[Document]) -> list[str]:
    """The files of the documents, each once, in order."""
    return list(dict.fromkeys(document.file for document in documents))


def _matched(documents: Iterable[Document], entries: Iterable[Entry]) -> list[_Match]:
    """Kargo's manifests are told by kind and name, others by file, kind, name and which one of several."""
    seen: Counter[tuple[str, str, str]] = Counter()

    def identity(file: str, kind: str, name: str, *, named: bool) -> Identity:
        key = ("" if named else file, kind, name)
        seen[key] += 1
        return (*key, seen[key])

    known = {
        identity(entry.file, *entry.key, named=entry.kind in KARGO_KINDS and entry.name != ""): entry
        for entry in entries
    }
    seen.clear()
    matches: list[_Match] = []
    for document in documents:
        kind = stored_kind(document)
        key = identity(document.file, kind, document.name, named=is_named(document))
        matches.append(_Match(document, kind, known.get(key)))
    return matches


def _revision(project: Project, author: User, changed: list[_Match], files: list[str]) -> Revision:
    shown = ", ".join(filter(None, files[:_LISTED])) + (", …" if len(files) > _LISTED else "")
    # A message is its author's, so it is kept in the author's language.
    message = gettext("Import: %(files)s") % {"files": shown} if shown else gettext("Import")
    revision = add_revision(project, author, message)
    texts = columns(project, None, [match.entry for match in changed if match.entry], "text")
    changes = [
        RevisionChange(
            revision=revision,
            kind=match.kind,
            name=match.document.name,
            file=match.document.file,
            before=texts[match.entry][0] if match.entry else "",
            after=match.document.text,
        )
        for match in changed
    ]
    RevisionChange.objects.bulk_create(changes, batch_size=_CHUNK)
    return revision


def _store(project: Project, matches: list[_Match], entries: list[Entry]) -> None:
    """Replace the rows that change or move, and make room for them in their files."""
    rewritten = [match for match in matches if not match.stays]
    gone: dict[type[Manifest], list[int]] = {}
    for match in rewritten:
        if match.entry is not None:
            gone.setdefault(model_of(match.kind), []).append(match.entry.row)
    moved = _moved(project, matches, entries)
    for manifest in moved:
        gone.setdefault(type(manifest), []).append(manifest.pk)
    made: dict[type[Manifest], list[Manifest]] = {}
    there = {entry.key for entry in entries} | {(match.kind, match.document.name) for match in matches}
    for match in rewritten:
        found = reading(match.document, project.kargo_version, project.name)
        found.locate_missing(there)
        made.setdefault(model_of(match.kind), []).append(_row(project, match, found))
    delete_rows(gone)
    for manifest in moved:
        manifest.pk = None
        made.setdefault(type(manifest), []).append(manifest)
    for model, new in made.items():
        model._default_manager.bulk_create(new, batch_size=_CHUNK)


def _moved(project: Project, matches: list[_Match], entries: list[Entry]) -> list[Manifest]:
    """Manifests that the import does not contain, but whose places in its files it takes: they come after."""
    matched = {match.entry for match in matches}
    taken = {(match.document.file, match.document.position) for match in matches}
    ends: Counter[str] = Counter()
    for match in matches:
        ends[match.document.file] = max(ends[match.document.file], match.document.position + 1)
    crowded = {
        entry.file for entry in entries if entry not in matched and (entry.file, entry.position) in taken
    }
    places: dict[type[Manifest], dict[int, int]] = {}
    for entry in entries:
        if entry.file in crowded and entry not in matched:
            positions = places.setdefault(model_of(entry.kind), {})
            positions[entry.row] = ends[entry.file] + entry.position
    moved: list[Manifest] = []
    for model, positions in places.items():
        for manifest in model._default_manager.filter(project=project, pk__in=positions):
            manifest.position = positions[manifest.pk]
            moved.append(manifest)
    return moved


def _row(project: Project, match: _Match, found: Reading) -> Manifest:
    document = match.document
    return new_row(
        project,
        match.kind,
        name=document.name,
        text=document.text,
        file=document.file,
        position=document.position,
        **found.columns(),
    )


def _audit(project: Project, acting_user: User, rows: Iterable[ImportRow], revision: Revision | None) -> None:
    outcomes: dict[str, object] = {**Counter(row.outcome for row in rows)}
    number = revision.number if revision else None
    audit.record(project, acting_user, "import", revision=number, outcomes=outcomes)
