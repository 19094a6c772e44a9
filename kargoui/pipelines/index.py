"""Which manifests a project has as a draft would leave it, without their texts: a few columns of each row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from kargoui.pipelines.models import MODEL_OF_KIND, Draft, Edit, Manifest, OtherManifest, Project
from kargoui.pipelines.models.encoding import NUL
from kargoui.pipelines.stored import Named

APPENDED = 1_000_000  # where the positions of manifests begin that a draft adds to a file


@dataclass(slots=True, eq=False)
class Entry:
    """One manifest: the columns that tell it, and where its text is, in a row of its kind or in an edit.

    `base` is the published manifest that it comes from, if it is one that the draft has edited.
    `line` is how many lines stand before it in its file. `own` and `named` are its problems and references
    as they are stored, because reading the JSON of a whole project takes longer than all the rest.
    """

    kind: str
    name: str
    file: str
    position: int
    lines: int
    digest: str
    own: str
    named: str
    row: int = 0
    edit: int = 0
    base: Entry | None = None
    line: int = 0
    key: Named = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.kind, self.name

    @property
    def problems(self) -> list[Any]:
        return _decoded(self.own)

    @property
    def references(self) -> list[Any]:
        return _shared(self.named)

    @property
    def stored_in(self) -> type[Manifest] | type[Edit]:
        """The model of the row that holds the text."""
        return Edit if self.edit else model_of(self.kind)

    def names(self, kind: str, name: str) -> bool:
        """Whether the manifest references the one of that kind and name."""
        return any(one[0] == kind and one[1] == name for one in self.references)

    @property
    def edited(self) -> bool:
        return self.edit != 0 and (self.base is None or self.base.digest != self.digest)


@dataclass(frozen=True, slots=True)
class Index:
    """The manifests in the order of file and position, and the published ones that the draft deletes."""

    entries: tuple[Entry, ...]
    deleted: tuple[Entry, ...]


_FEW = 200  # up to so many rows are asked for one by one


def columns(
    project: Project, draft: Draft | None, entries: Iterable[Entry], *names: str
) -> dict[Entry, tuple[Any, ...]]:
    """`text`, `document` or both of some manifests; a query for each kind of them, and one for the edits."""
    by_model: dict[type[Manifest] | type[Edit], list[Entry]] = {}
    for entry in entries:
        by_model.setdefault(entry.stored_in, []).append(entry)
    found: dict[Entry, tuple[Any, ...]] = {}
    for model, some in by_model.items():
        keys = [entry.edit or entry.row for entry in some]
        if model is Edit:
            edits = Edit.objects.filter(draft=draft)
            rows: QuerySet[Any, Any] = edits.filter(pk__in=keys) if len(keys) <= _FEW else edits.latest_each()
            fields = ["after" if name == "text" else name for name in names]
        else:
            rows = model._default_manager.filter(project=project)
            rows = rows.filter(pk__in=keys) if len(keys) <= _FEW else rows
            fields = list(names)
        values = {row[0]: row[1:] for row in rows.values_list("pk", *fields)}
        found.update((entry, values[key]) for entry, key in zip(some, keys, strict=True))
    return found


def model_of(kind: str) -> type[Manifest]:
    """The model that holds manifests of a kind."""
    return MODEL_OF_KIND.get(kind, OtherManifest)


def new_row(project: Project, kind: str, **columns: Any) -> Manifest:
    """A manifest of that kind which is not stored yet."""
    model = model_of(kind)
    if model is OtherManifest:
        columns["kind"] = kind
    return model(project=project, **columns)


def rows_of(project: Project, kind: str) -> QuerySet[Any, Any]:
    """The published manifests of one kind."""
    rows: QuerySet[Any, Any] = model_of(kind)._default_manager.filter(project=project)
    return rows if kind in MODEL_OF_KIND else rows.filter(kind=kind)


def row_of(project: Project, kind: str, name: str) -> Any | None:
    """The published manifest of that kind and name, the first one where there are several."""
    if NUL in kind or NUL in name:
        return None
    return rows_of(project, kind).filter(name=name).defer("document").order_by("file", "position").first()


def published(project: Project) -> list[Entry]:
    """The published manifests, in the order of file and position; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISHED, [project.pk] * _PUBLISHED.count("%s"))
        rows = sorted(cursor.fetchall(), key=itemgetter(2, 3))
    return [
        Entry(kind, name, file, position, lines, digest, own, named, row=pk)
        for pk, name, file, position, lines, digest, kind, own, named in rows
    ]


_COLUMNS = ("id", "name", "file", "position", "lines", "digest")
_AS_TEXT = ("CAST(problems AS text)", 'CAST("references" AS text)')


def _select(model: type[Manifest], kind: str) -> str:
    columns = ", ".join([*_COLUMNS, kind, *_AS_TEXT])
    return f"SELECT {columns} FROM {model._meta.db_table} WHERE project_id = %s"  # noqa: S608 - names of ours


# The columns that an entry is made of, of every kind. Written out because it is read for every page: the
# same as a union of five querysets takes twice as long.
_PUBLISHED = " UNION ALL ".join(
    [*(_select(model, f"'{kind}'") for kind, model in MODEL_OF_KIND.items()), _select(OtherManifest, "kind")]
)
# Problems and references as text.
_JSON = {"own": Cast("problems", TextField()), "named": Cast("references", TextField())}


def _decoded(text: str) -> list[Any]:
    decoded: list[Any] = [] if text == "[]" else json.loads(text)
    return decoded


@lru_cache(maxsize=8192)
def _shared(text: str) -> list[Any]:
    """The same for what many manifests have in common, and is asked for again and again; only to be read."""
    return _decoded(text)


def index(project: Project, draft: Draft | None) -> Index:
    """All manifests; two queries, however many there are."""
    base = published(project)
    if draft is None:
        return Index(_placed(base), ())
    edited: dict[Named, Entry | None] = {}
    rows = {entry.key: entry for entry in reversed(base)}
    edits = (
        draft.edits.latest_each()
        .annotate(**_JSON)
        .values_list("pk", "position", "kind", "name", "new_name", "file", "lines", "digest", *_JSON)
    )
    for pk, number, kind, name, new_name, file, lines, digest, own, named in edits:
        before = rows.get((kind, name))
        same_place = before is not None and before.file == file
        position = before.position if before and same_place else APPENDED + number
        edited[kind, name] = (
            Entry(kind, new_name, file, position, lines, digest, own, named, edit=pk, base=before)
            if new_name
            else None
        )
    untouched = (entry for entry in base if entry.key not in edited or rows[entry.key] is not entry)
    deleted = (rows[key] for key, entry in edited.items() if entry is None and key in rows)
    return Index(_placed(chain(untouched, filter(None, edited.values()))), tuple(deleted))


def _placed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """In the order of the files, each with the lines before it."""
    ordered = sorted(entries, key=lambda entry: (entry.file, entry.position))
    file, line = "", 0
    for entry in ordered:
        if entry.file != file:
            file, line = entry.file, 0
        entry.line = line
        line += entry.lines
    return tuple(ordered)
