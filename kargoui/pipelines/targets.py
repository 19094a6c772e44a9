"""One manifest as a draft has it now, found with a handful of queries: what an edit starts from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kargoui.pipelines.index import index, row_of, rows_of
from kargoui.pipelines.models import Draft, Edit
from kargoui.pipelines.models.encoding import NUL
from kargoui.pipelines.stored import Named


@dataclass(frozen=True, slots=True)
class Target:
    """A manifest that is to be edited.

    `key` is the name that its edits go by in the draft, `name` the one it has now, empty when it is not
    there. `based_on` is as in Edit; `problems` and `references` as in Manifest.
    """

    kind: str
    key: str
    name: str
    file: str
    text: str
    based_on: str
    problems: list[Any]
    references: list[Any]


def find(draft: Draft, kind: str, name: str) -> Target | None:
    """The manifest that has this kind and name in the draft; None when there is none."""
    edits = list(_edits(draft, kind, [name]))
    for edit in edits:
        if edit.new_name == name:
            return _of_edit(edit)
    if edits:
        return None
    row = row_of(draft.project, kind, name)
    return row and Target(kind, name, name, row.file, row.text, row.digest, row.problems, row.references)


def find_deleted(draft: Draft, kind: str, name: str) -> Target | None:
    """The manifest that the draft deleted, or renamed, and that had this name before."""
    for edit in _edits(draft, kind, [name]):
        if edit.name == name:
            return _of_edit(edit)
    return None


def _of_edit(edit: Edit) -> Target:
    return Target(
        edit.kind,
        edit.name,
        edit.new_name,
        edit.file,
        edit.after,
        edit.based_on,
        edit.problems,
        edit.references,
    )


def _edits(draft: Draft, kind: str, names: Iterable[str]) -> Iterable[Edit]:
    names = [name for name in names if NUL not in name and NUL not in kind]
    if not names:
        return draft.edits.none()
    touched = Q(name__in=names) | Q(new_name__in=names)
    return draft.edits.latest_each().filter(touched, kind=kind).defer("before", "operations", "document")


def there(draft: Draft, wanted: Iterable[Named]) -> set[Named]:
    """Those of the wanted manifests that the draft has; two queries for each kind."""
    by_kind: dict[str, set[str]] = {}
    for kind, name in wanted:
        if NUL not in kind and NUL not in name:
            by_kind.setdefault(kind, set()).add(name)
    found: set[Named] = set()
    for kind, names in by_kind.items():
        rows = rows_of(draft.project, kind).filter(name__in=names)
        has = set(rows.values_list("name", flat=True))
        edits = list(_edits(draft, kind, names))
        has -= {edit.name for edit in edits}
        has |= names & {edit.new_name for edit in edits}
        found |= {(kind, name) for name in has}
    return found


def referrers(draft: Draft, named: Named) -> list[Named]:
    """The manifests, as the draft has them, that name this one."""
    return [entry.key for entry in index(draft.project, draft).entries if entry.names(*named)]
