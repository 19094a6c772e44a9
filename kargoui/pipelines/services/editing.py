"""Edits of a draft: every one is checked before it is stored, so that none adds a problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import secrets
from kargoui.core.manifest.document import Document, read
from kargoui.core.manifest.edits import Operation, apply, to_json
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import load_data
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines import targets
from kargoui.pipelines.errors import EditRefused, NotFound
from kargoui.pipelines.index import row_of
from kargoui.pipelines.models import Draft, Edit
from kargoui.pipelines.services import audit
from kargoui.pipelines.services.drafts import own_draft, touch
from kargoui.pipelines.services.edit_checks import check, check_deletion, check_name_free, check_restoration
from kargoui.pipelines.stored import Reading, reading
from kargoui.pipelines.targets import Target

_ONE_MANIFEST = gettext_noop("This must be one Kargo manifest, with a kind and a name.")
_SECRET = gettext_noop("Secrets are not stored here: credentials belong in the cluster alone.")
_LONGEST_STEM = 200  # a file system takes names of 255 bytes
_RENAMED = gettext_noop(
    "This draft has renamed %(kind)s %(name)s to %(new_name)s; publish that before you use the name again."
)


@transaction.atomic
def edit_manifest(
    *, draft: Draft, kind: str, name: str, operations: Sequence[Operation], acting_user: User
) -> Edit | None:
    """Apply the operations, as one edit, to the text of one manifest; None when they change nothing.

    Raises EditRefused, with sentences, where the text does not allow it or it would add a problem; NotFound
    when the draft has no such manifest.
    """
    draft = own_draft(draft, acting_user)
    target = targets.find(draft, kind, name)
    if target is None:
        raise NotFound
    text = target.text
    try:
        for operation in operations:
            text = apply(text, operation)
    except ManifestError as error:
        raise EditRefused(error.sentence) from None
    if text == target.text:
        return None
    found = _read(draft, text, load_data(text))
    new_name = check(draft, target, found)
    return _store(draft, target, found, new_name, acting_user, "edit", operations)


@transaction.atomic
def create_manifest(*, draft: Draft, text: str, acting_user: User, file: str = "") -> Edit:
    """Add a manifest, at the end of `file` (one of its own by default). Raises EditRefused."""
    draft = own_draft(draft, acting_user)
    document = _one_document(text)
    kind, name = document.kind, document.name
    check_name_free(draft, kind, name)
    former = targets.find_deleted(draft, kind, name)
    if former is not None and former.name:
        params = {"kind": kind, "name": name, "new_name": former.name}
        raise EditRefused(Sentence(_RENAMED, params))
    target = Target(
        kind=kind,
        key=name,
        name="",
        file=file or f"{kind}-{name[:_LONGEST_STEM]}.yaml".lower(),
        text="",
        based_on=former.based_on if former else _digest(draft, kind, name),
        problems=[],
        references=[],
    )
    found = _read(draft, text, document.data)
    check(draft, target, found)
    return _store(draft, target, found, name, acting_user, "create")


@transaction.atomic
def delete_manifest(*, draft: Draft, kind: str, name: str, acting_user: User) -> Edit:
    """Take a manifest away. Raises EditRefused while others name it, NotFound when it is not there."""
    draft = own_draft(draft, acting_user)
    target = targets.find(draft, kind, name)
    if target is None:
        raise NotFound
    check_deletion(draft, target)
    return _store(draft, target, None, "", acting_user, "delete")


@transaction.atomic
def discard_manifest(*, draft: Draft, kind: str, name: str, acting_user: User) -> Edit | None:
    """Bring one manifest back to what is published; an edit itself, so undo takes it back.

    `name` is the one that the draft gives it, or had before the draft deleted it. None when the draft has
    not edited it. Raises EditRefused where other edits of the draft stand against it.
    """
    draft = own_draft(draft, acting_user)
    target = targets.find(draft, kind, name) or targets.find_deleted(draft, kind, name)
    if target is None:
        raise NotFound
    row = row_of(draft.project, kind, target.key)
    if row is None:
        check_deletion(draft, target)
        return _store(draft, replace(target, based_on=""), None, "", acting_user, "discard")
    if row.text == target.text and row.digest == target.based_on:
        return None
    found = _read(draft, row.text, load_data(row.text))
    check_restoration(draft, target, row.name, found)
    target = replace(target, based_on=row.digest, file=row.file)
    return _store(draft, target, found, row.name, acting_user, "discard")


def _one_document(text: str) -> Document:
    try:
        documents = read(text)
    except ManifestError as error:
        raise EditRefused(error.sentence) from None
    if secrets(documents):
        raise EditRefused(Sentence(_SECRET))
    if len(documents) != 1 or not (documents[0].is_kargo and documents[0].kind and documents[0].name):
        raise EditRefused(Sentence(_ONE_MANIFEST))
    return documents[0]


def _digest(draft: Draft, kind: str, name: str) -> str:
    row = row_of(draft.project, kind, name)
    return row.digest if row else ""


def _read(draft: Draft, text: str, data: object) -> Reading:
    return reading(Document(text, data), draft.project.kargo_version, draft.project.name)


def _store(
    draft: Draft,
    target: Target,
    found: Reading | None,
    new_name: str,
    acting_user: User,
    action: str,
    operations: Sequence[Operation] = (),
) -> Edit:
    """Append the edit; those that were undone can no longer be made again."""
    draft.edits.filter(undone=True).delete()
    last = draft.edits.aggregate(last=Max("position"))["last"] or 0
    columns = found.columns() if found else {"document": None}
    edit = Edit.objects.create(
        draft=draft,
        position=last + 1,
        operations=[to_json(operation) for operation in operations],
        kind=target.kind,
        name=target.key,
        new_name=new_name,
        file=target.file,
        before=target.text,
        after=found.text if found else "",
        based_on=target.based_on,
        author=acting_user,
        **columns,
    )
    touch(draft)
    audit.record(draft.project, acting_user, action, kind=target.kind, name=target.key, edit=edit.position)
    return edit
