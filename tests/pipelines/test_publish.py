"""Publishing: the draft becomes the project's next revision, unless somebody was faster."""

from __future__ import annotations

import pytest

from kargoui.accounts.models import User
from kargoui.core.manifest.edits import Move, Operation, Set
from kargoui.pipelines import services
from kargoui.pipelines.errors import Conflict, HasProblems, Refused
from kargoui.pipelines.models import AuditEntry, Draft, Project, Revision, Stage
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import PIPELINE, bring_in, exported, stage, warehouse

SWAP = Move(("spec", "requestedFreight", 0), 1)


def interval(minutes: int) -> Operation:
    return Set(("spec", "interval"), f"{minutes}m")


def edited(project: Project, user: User, kind: str, name: str, *operations: Operation) -> Draft:
    draft = services.open_draft(project=project, acting_user=user)
    services.edit_manifest(draft=draft, kind=kind, name=name, operations=operations, acting_user=user)
    return draft


def publish(draft: Draft, override: str = "") -> Revision:
    return services.publish(draft=draft, acting_user=draft.owner, message="Change", override=override)


def test_the_draft_becomes_the_next_revision(pipeline: Project, editor: User) -> None:
    draft = edited(pipeline, editor, "Stage", "testnet", SWAP)
    drafted = ProjectState(pipeline, draft).texts()
    revision = publish(draft)
    assert (revision.number, revision.message, revision.author) == (2, "Change", editor)
    assert ProjectState(pipeline).texts() == drafted
    change = revision.changes.get()
    assert (change.kind, change.name, change.file) == ("Stage", "testnet", "kargo.yaml")
    assert change.before != change.after
    assert AuditEntry.objects.filter(action="publish").get().details == {"revision": 2, "manifests": 1}
    draft.refresh_from_db()
    assert draft.state == "published"


def test_made_deleted_and_renamed_manifests(pipeline: Project, editor: User) -> None:
    draft = edited(pipeline, editor, "Stage", "mainnet", Set(("metadata", "name"), "production"))
    services.create_manifest(draft=draft, text=warehouse("new"), acting_user=editor)
    services.create_manifest(draft=draft, text=stage("gone"), acting_user=editor)
    services.delete_manifest(draft=draft, kind="Stage", name="gone", acting_user=editor)
    drafted = services.export_project(project=pipeline, draft=draft, form="yaml", acting_user=editor)
    revision = publish(draft)
    assert exported(pipeline, editor).encode() == drafted.content
    changes = {(c.name, bool(c.before), bool(c.after)) for c in revision.changes.all()}
    assert changes == {("mainnet", True, False), ("production", False, True), ("new", False, True)}
    assert Stage.objects.get(name="production").position == 4


def test_names_can_change_hands(pipeline: Project, editor: User) -> None:
    bring_in(pipeline, editor, stage("a") + "---\n" + stage("b"), "more.yaml")
    draft = edited(pipeline, editor, "Stage", "a", Set(("metadata", "name"), "c"))
    for old, new in (("b", "a"), ("c", "b")):
        rename = Set(("metadata", "name"), new)
        services.edit_manifest(draft=draft, kind="Stage", name=old, operations=[rename], acting_user=editor)
    publish(draft)
    assert exported(pipeline, editor).endswith(stage("b") + "---\n" + stage("a"))


def test_undone_edits_are_not_published(pipeline: Project, editor: User) -> None:
    draft = edited(pipeline, editor, "Stage", "testnet", SWAP)
    services.undo(draft=draft, acting_user=editor)
    with pytest.raises(Refused, match="nothing to publish"):
        publish(draft)


def test_who_publishes_second_is_told_of_the_same_manifest(
    pipeline: Project, editor: User, admin: User
) -> None:
    slow = edited(pipeline, editor, "Warehouse", "images", interval(1))
    publish(edited(pipeline, admin, "Warehouse", "images", interval(2)))
    with pytest.raises(Conflict) as conflict:
        publish(slow)
    assert conflict.value.names == [("Warehouse", "images")]
    assert "interval: 2m" in exported(pipeline, admin)


def test_others_manifests_do_not_matter(pipeline: Project, editor: User, admin: User) -> None:
    slow = edited(pipeline, editor, "Warehouse", "images", interval(1))
    publish(edited(pipeline, admin, "Warehouse", "charts", interval(2)))
    assert publish(slow).number == 3
    assert exported(pipeline, admin).count("interval:") == 2


def test_the_same_change_twice_is_no_conflict(pipeline: Project, editor: User, admin: User) -> None:
    slow = edited(pipeline, editor, "Warehouse", "images", interval(1))
    publish(edited(pipeline, admin, "Warehouse", "images", interval(1)))
    with pytest.raises(Refused, match="nothing to publish"):
        publish(slow)


def test_after_discarding_what_conflicts_the_rest_is_published(
    pipeline: Project, editor: User, admin: User
) -> None:
    slow = edited(pipeline, editor, "Warehouse", "images", interval(1))
    edited(pipeline, editor, "Warehouse", "charts", interval(1))
    publish(edited(pipeline, admin, "Warehouse", "images", interval(2)))
    services.discard_manifest(draft=slow, kind="Warehouse", name="images", acting_user=editor)
    edited(pipeline, editor, "Warehouse", "images", interval(3))
    assert publish(slow).changes.count() == 2
    assert "interval: 3m" in exported(pipeline, admin)


@pytest.mark.parametrize("how", ["create", "delete", "rename"])
def test_conflicts_of_whole_manifests(pipeline: Project, editor: User, admin: User, how: str) -> None:
    slow = services.open_draft(project=pipeline, acting_user=editor)
    if how == "create":
        services.create_manifest(draft=slow, text=stage("new"), acting_user=editor)
        bring_in(pipeline, admin, stage("new") + "# other\n", "other.yaml")
    elif how == "delete":
        services.delete_manifest(draft=slow, kind="Stage", name="mainnet", acting_user=editor)
        publish(edited(pipeline, admin, "Stage", "mainnet", SWAP))
    else:
        edited(pipeline, editor, "Stage", "mainnet", Set(("metadata", "name"), "new"))
        bring_in(pipeline, admin, stage("new"), "other.yaml")
    with pytest.raises(Conflict):
        publish(slow)


def test_problems_block_publishing_until_a_reason_is_given(project: Project, admin: User) -> None:
    bring_in(project, admin, warehouse() + "---\n" + stage("testnet", origins=("gone",)))
    draft = edited(project, admin, "Warehouse", "images", interval(1))
    with pytest.raises(HasProblems) as refused:
        publish(draft, override="  ")
    assert [problem.rule for problem in refused.value.problems] == ["dangling-reference"]
    assert publish(draft, override="The Warehouse comes tomorrow").override_reason


def test_an_override_without_problems_is_not_recorded(pipeline: Project, editor: User) -> None:
    draft = edited(pipeline, editor, "Stage", "testnet", SWAP)
    assert publish(draft, override="just in case").override_reason == ""


def test_a_published_draft_is_closed(pipeline: Project, editor: User) -> None:
    draft = edited(pipeline, editor, "Stage", "testnet", SWAP)
    publish(draft)
    with pytest.raises(Refused, match="published or discarded"):
        publish(draft)
    assert services.open_draft(project=pipeline, acting_user=editor) != draft
    assert exported(pipeline, editor) != PIPELINE
