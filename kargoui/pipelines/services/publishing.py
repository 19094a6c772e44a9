"""Making a draft the project's next revision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from kargoui.accounts.models import User
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines.errors import Conflict, HasProblems, Refused
from kargoui.pipelines.index import model_of, new_row, published, rows_of
from kargoui.pipelines.models import (
    Draft,
    Edit,
    Manifest,
    Project,
    Revision,
    RevisionChange,
)
from kargoui.pipelines.services import audit
from kargoui.pipelines.services.drafts import own_draft
from kargoui.pipelines.state import ProjectState
from kargoui.pipelines.stored import Named

_NOTHING = gettext_noop("There is nothing to publish: the draft changes nothing.")
_CHUNK = 500


@transaction.atomic
def publish(*, draft: Draft, acting_user: User, message: str, override: str = "") -> Revision:
    """Make the draft the project's next revision, and close it.

    Raises Conflict when somebody else has changed the same manifests since the draft touched them,
    HasProblems when the project would have problems and `override` gives no reason to publish it anyway.
    """
    project = Project.objects.select_for_update().get(pk=draft.project_id)
    draft = own_draft(draft, acting_user)
    edits = list(draft.edits.latest_each())
    rows = _rows(project, edits)
    edits = [edit for edit in edits if _digest(rows.get((edit.kind, edit.name))) != edit.digest]
    _refuse_conflicts(edits, rows)
    if not edits:
        raise Refused(Sentence(_NOTHING))
    problems = ProjectState(project, draft).problems()
    if problems and not override.strip():
        raise HasProblems(problems)
    revision = add_revision(project, acting_user, message, override if problems else "")
    RevisionChange.objects.bulk_create(_changes(revision, edits, rows), batch_size=_CHUNK)
    _apply(project, edits, rows)
    Draft.objects.filter(pk=draft.pk).update(state=Draft.State.PUBLISHED)
    audit.record(project, acting_user, "publish", revision=revision.number, manifests=len(edits))
    return revision


def add_revision(project: Project, author: User, message: str, override_reason: str = "") -> Revision:
    """The next revision; whoever calls holds the lock on the project."""
    last = project.revisions.aggregate(last=Max("number"))["last"] or 0
    return Revision.objects.create(
        project=project, number=last + 1, message=message, author=author, override_reason=override_reason
    )


def _rows(project: Project, edits: Iterable[Edit]) -> dict[Named, Any]:
    """The published manifests that the edits are about, or that have the names which they give."""
    names: dict[str, set[str]] = {}
    for edit in edits:
        names.setdefault(edit.kind, set()).update((edit.name, edit.new_name))
    found: dict[Named, Any] = {}
    for kind, wanted in names.items():
        rows = rows_of(project, kind)
        rows = rows.filter(name__in=wanted) if len(wanted) <= _CHUNK else rows
        for row in rows.order_by("-file", "-position"):  # of several, the first one is kept
            found[kind, row.name] = row
    return found


def _digest(row: Any) -> str:
    return row.digest if row else ""


def _refuse_conflicts(edits: Iterable[Edit], rows: dict[Named, Any]) -> None:
    edits = list(edits)
    leaving = {(edit.kind, edit.name) for edit in edits if edit.new_name != edit.name}
    names = []
    for edit in edits:
        taken = (edit.kind, edit.new_name)
        moved_on = _digest(rows.get((edit.kind, edit.name))) != edit.based_on
        if moved_on or (edit.new_name not in ("", edit.name) and taken in rows and taken not in leaving):
            names.append((edit.kind, edit.new_name or edit.name))
    if names:
        raise Conflict(sorted(names))


def _changes(revision: Revision, edits: Iterable[Edit], rows: dict[Named, Any]) -> list[RevisionChange]:
    """A renamed manifest is one that goes and one that comes."""
    changes: list[RevisionChange] = []

    def add(edit: Edit, name: str, file: str, before: str, after: str) -> None:
        change = RevisionChange(revision=revision, kind=edit.kind, name=name, file=file)
        change.before, change.after = before, after
        changes.append(change)

    for edit in edits:
        row = rows.get((edit.kind, edit.name))
        if row is not None and edit.new_name not in ("", edit.name):
            add(edit, edit.name, row.file, row.text, "")
            add(edit, edit.new_name, edit.file, "", edit.after)
        else:
            add(edit, edit.name, edit.file, row.text if row else "", edit.after)
    return changes


def _apply(project: Project, edits: list[Edit], rows: dict[Named, Any]) -> None:
    """Replace the rows that the edits are about; all go first, so that names can change hands."""
    made: dict[type[Manifest], list[Manifest]] = {}
    gone: dict[type[Manifest], list[int]] = {}
    for edit in edits:
        row = rows.get((edit.kind, edit.name))
        if row is not None:
            gone.setdefault(type(row), []).append(row.pk)
    ends = _ends(project)  # also of what goes and comes back to its place
    delete_rows(gone)
    for edit in sorted(edits, key=lambda edit: edit.position):
        if not edit.new_name:
            continue
        row = rows.get((edit.kind, edit.name))
        if row is not None and row.file == edit.file:
            position = row.position
        else:
            position = ends[edit.file] = ends.get(edit.file, -1) + 1
        made.setdefault(model_of(edit.kind), []).append(_row(project, edit, position))
    for model, new in made.items():
        model._default_manager.bulk_create(new, batch_size=_CHUNK)


def _row(project: Project, edit: Edit, position: int) -> Manifest:
    return new_row(
        project,
        edit.kind,
        name=edit.new_name,
        text=edit.after,
        document=edit.document,
        digest=edit.digest,
        file=edit.file,
        position=position,
        lines=edit.lines,
        problems=edit.problems,
        references=edit.references,
    )


def _ends(project: Project) -> dict[str, int]:
    """The last position taken in each file."""
    ends: dict[str, int] = {}
    for entry in published(project):
        ends[entry.file] = max(ends.get(entry.file, -1), entry.position)
    return ends


def delete_rows(gone: dict[type[Manifest], list[int]]) -> None:
    """Delete manifests by their keys, in portions that every database takes."""
    for model, keys in gone.items():
        for start in range(0, len(keys), _CHUNK):
            model._default_manager.filter(pk__in=keys[start : start + _CHUNK]).delete()
