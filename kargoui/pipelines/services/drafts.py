"""Drafts: opening one, walking its edits back and forth, giving it up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone

from kargoui.accounts.models import User
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines import access
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.models import Draft, Edit, Project, Role
from kargoui.pipelines.services import audit

_CLOSED = gettext_noop("This draft has been published or discarded. Reload the page to go on with a new one.")


@transaction.atomic
def open_draft(*, project: Project, acting_user: User) -> Draft:
    """The user's one open draft of the project, made when there is none. Takes an editor."""
    access.require(acting_user, project, Role.EDITOR)
    draft = access.current_draft(project, acting_user)
    if draft is not None:
        return draft
    try:
        with transaction.atomic():
            draft = Draft.objects.create(project=project, owner=acting_user)
    except IntegrityError:  # two requests at once: the other one has made it
        return Draft.objects.get(project=project, owner=acting_user, state=Draft.State.OPEN)
    audit.record(project, acting_user, "open-draft")
    return draft


@contextmanager
def drafting(*, project: Project, acting_user: User) -> Iterator[Draft]:
    """The user's open draft for an edit; one that had to be opened for it is gone if the edit is refused."""
    with transaction.atomic():
        yield access.current_draft(project, acting_user) or open_draft(
            project=project, acting_user=acting_user
        )


@transaction.atomic
def undo(*, draft: Draft, acting_user: User) -> Edit | None:
    """Take back the draft's latest edit that counts; None when there is none."""
    draft = own_draft(draft, acting_user)
    edit = draft.edits.done().order_by("position").last()
    return _walk(draft, edit, acting_user, undone=True)


@transaction.atomic
def redo(*, draft: Draft, acting_user: User) -> Edit | None:
    """Make again the edit that was taken back last; None when there is none."""
    draft = own_draft(draft, acting_user)
    edit = draft.edits.filter(undone=True).order_by("position").first()
    return _walk(draft, edit, acting_user, undone=False)


def _walk(draft: Draft, edit: Edit | None, acting_user: User, *, undone: bool) -> Edit | None:
    if edit is None:
        return None
    edit.undone = undone
    edit.save(update_fields=["undone"])
    touch(draft)
    action = "undo" if undone else "redo"
    audit.record(draft.project, acting_user, action, kind=edit.kind, name=edit.name, edit=edit.position)
    return edit


@transaction.atomic
def discard(*, draft: Draft, acting_user: User) -> Draft:
    """Give the whole draft up; its edits are kept in the closed draft, and undo cannot bring them back."""
    draft = own_draft(draft, acting_user)
    draft.state = Draft.State.DISCARDED
    draft.save(update_fields=["state", "saved"])
    audit.record(draft.project, acting_user, "discard-draft", edits=draft.edits.done().count())
    return draft


def own_draft(draft: Draft, acting_user: User) -> Draft:
    """The draft as it is now, locked, if `acting_user` may change it. Raises unless it is open and theirs."""
    found = Draft.objects.select_related("project").select_for_update(of=("self",)).get(pk=draft.pk)
    access.require(acting_user, found.project, Role.EDITOR)
    access.require_own(acting_user, found, found.project)
    if found.state != Draft.State.OPEN:
        raise Refused(Sentence(_CLOSED))
    return found


def touch(draft: Draft) -> None:
    """Note when the draft was changed last."""
    Draft.objects.filter(pk=draft.pk).update(saved=timezone.now())
