"""What the database itself refuses, whatever a service forgets."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, models, transaction

from kargoui.accounts.models import User
from kargoui.pipelines import services
from kargoui.pipelines.models import (
    AuditEntry,
    Draft,
    Edit,
    Membership,
    OtherManifest,
    Project,
    Revision,
    RevisionChange,
    Stage,
    Warehouse,
)


def refused(row: models.Model) -> None:
    """Saving the row breaks a constraint."""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def copy_of(row: models.Model, **changes: object) -> models.Model:
    """A new row with the same columns."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def test_a_project_has_a_name_of_its_own(project: Project) -> None:
    refused(Project(name="acme-pay", kargo_version="1.11"))
    refused(Project(name="", kargo_version="1.11"))


def test_a_membership_is_one_and_in_a_known_role(project: Project, admin: User, outsider: User) -> None:
    refused(Membership(project=project, user=admin, role="viewer"))
    refused(Membership(project=project, user=outsider, role="owner"))


def test_names_are_unique_within_a_kind(pipeline: Project) -> None:
    refused(copy_of(Stage.objects.get(name="testnet"), position=99))
    copy_of(Stage.objects.get(name="testnet"), position=99, name="images").save()
    refused(copy_of(Warehouse.objects.get(name="images"), name="", position=98))


def test_two_manifests_do_not_stand_in_one_place(pipeline: Project) -> None:
    refused(copy_of(Stage.objects.get(name="testnet"), name="other"))
    place = {"project": pipeline, "file": "a.yaml", "position": 0, "lines": 0, "document": {}}
    OtherManifest.objects.create(kind="A", name="a", **place)
    refused(OtherManifest(kind="B", name="b", **place))


def test_a_user_has_one_open_draft_of_a_project(draft: Draft, admin: User) -> None:
    refused(Draft(project=draft.project, owner=draft.owner))
    Draft.objects.create(project=draft.project, owner=draft.owner, state="discarded")
    Draft.objects.create(project=draft.project, owner=admin)
    refused(Draft(project=draft.project, owner=draft.owner, state="lost"))


def test_the_edits_of_a_draft_have_an_order(draft: Draft) -> None:
    services.delete_manifest(draft=draft, kind="Stage", name="mainnet", acting_user=draft.owner)
    refused(copy_of(Edit.objects.get()))


def test_revisions_are_numbered_once(pipeline: Project, admin: User) -> None:
    refused(Revision(project=pipeline, number=1, author=admin))


@pytest.mark.parametrize("model", [Revision, RevisionChange, AuditEntry])
def test_history_is_only_added_to(pipeline: Project, model: type[models.Model]) -> None:
    row = model._default_manager.first()
    assert row is not None
    refused(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.update(id=models.F("id"))


def test_a_project_with_history_stays(pipeline: Project) -> None:
    with pytest.raises(models.ProtectedError):
        pipeline.delete()
