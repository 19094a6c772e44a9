"""Edits of a draft: what they store, what they leave alone."""

from __future__ import annotations

import pytest

from kargoui.core.manifest.edits import Insert, Move, Set
from kargoui.pipelines import services
from kargoui.pipelines.errors import NotFound
from kargoui.pipelines.models import AuditEntry, Draft, Edit
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import PIPELINE, exported, stage, warehouse

SWAP = Move(("spec", "requestedFreight", 0), 1)


def edit(draft: Draft, kind: str, name: str, *operations: Set | Move | Insert) -> Edit | None:
    return services.edit_manifest(
        draft=draft, kind=kind, name=name, operations=operations, acting_user=draft.owner
    )


def as_drafted(draft: Draft) -> str:
    export = services.export_project(project=draft.project, draft=draft, form="yaml", acting_user=draft.owner)
    return export.content.decode()


def test_an_edit_changes_the_draft_and_not_the_project(draft: Draft) -> None:
    edit(draft, "Stage", "testnet", SWAP)
    changed = ProjectState(draft.project, draft).manifest("Stage", "testnet")
    assert changed is not None
    assert changed.text.index("name: images") < changed.text.index("name: charts")
    assert changed.base_text.index("name: charts") < changed.base_text.index("name: images")
    assert as_drafted(draft) == PIPELINE.replace(changed.base_text, changed.text)
    assert exported(draft.project, draft.owner) == PIPELINE


def test_several_operations_are_one_edit(draft: Draft) -> None:
    stored = edit(
        draft, "Stage", "testnet", SWAP, Set(("spec", "shard"), "eu"), Set(("metadata", "labels", "a"), "b")
    )
    assert stored is not None
    assert stored.position == 1
    assert [operation["do"] for operation in stored.operations] == ["move", "set", "set"]
    services.undo(draft=draft, acting_user=draft.owner)
    assert as_drafted(draft) == PIPELINE


def test_an_edit_that_changes_nothing_is_none(draft: Draft) -> None:
    assert edit(draft, "Stage", "testnet", Move(("spec", "requestedFreight", 0), 0)) is None
    assert not draft.edits.exists()


def test_edits_build_on_each_other(draft: Draft) -> None:
    edit(draft, "Warehouse", "images", Set(("spec", "interval"), "1m"))
    second = edit(draft, "Warehouse", "images", Set(("spec", "interval"), "2m"))
    assert second is not None
    assert "interval: 1m" in second.before
    assert "interval: 2m" in second.after


def test_a_new_edit_drops_those_that_were_undone(draft: Draft) -> None:
    edit(draft, "Warehouse", "images", Set(("spec", "interval"), "1m"))
    services.undo(draft=draft, acting_user=draft.owner)
    edit(draft, "Warehouse", "charts", Set(("spec", "interval"), "2m"))
    assert services.redo(draft=draft, acting_user=draft.owner) is None
    assert ProjectState(draft.project, draft).edited() == {("Warehouse", "charts")}


def test_a_manifest_is_made_at_the_end_of_a_file_of_its_own(draft: Draft) -> None:
    services.create_manifest(draft=draft, text=stage("canary"), acting_user=draft.owner)
    state = ProjectState(draft.project, draft)
    made = state.manifest("Stage", "canary")
    assert made is not None
    assert (made.file, made.base_text) == ("stage-canary.yaml", "")
    assert as_drafted(draft) == f"{PIPELINE}---\n{stage('canary')}"


def test_a_manifest_can_be_made_deleted_and_made_again(draft: Draft) -> None:
    for constraint in ("^1.0.0", "^2.0.0"):
        text = warehouse("new").replace("^1.0.0", constraint)
        services.create_manifest(draft=draft, text=text, acting_user=draft.owner)
        assert constraint in as_drafted(draft)
        services.delete_manifest(draft=draft, kind="Warehouse", name="new", acting_user=draft.owner)
        assert as_drafted(draft) == PIPELINE
    assert ProjectState(draft.project, draft).edited() == set()


def test_what_nobody_names_can_be_renamed(draft: Draft) -> None:
    edit(draft, "Stage", "mainnet", Set(("metadata", "name"), "production"))
    edit(draft, "Stage", "production", SWAP)
    state = ProjectState(draft.project, draft)
    assert state.names()["Stage"] == ["previewnet", "testnet", "production"]
    assert state.manifest("Stage", "mainnet") is None
    assert state.edited() == {("Stage", "production")}
    edit(draft, "Stage", "production", Set(("metadata", "name"), "mainnet"))
    assert ProjectState(draft.project, draft).edited() == {("Stage", "mainnet")}


def test_discarding_one_manifest_brings_back_what_is_published(draft: Draft) -> None:
    edit(draft, "Stage", "testnet", SWAP)
    services.delete_manifest(draft=draft, kind="Stage", name="mainnet", acting_user=draft.owner)
    edit(draft, "Warehouse", "images", Set(("spec", "interval"), "1m"))
    for kind, name in (("Stage", "testnet"), ("Stage", "mainnet")):
        services.discard_manifest(draft=draft, kind=kind, name=name, acting_user=draft.owner)
    assert ProjectState(draft.project, draft).edited() == {("Warehouse", "images")}
    services.undo(draft=draft, acting_user=draft.owner)
    assert "mainnet" not in ProjectState(draft.project, draft).names()["Stage"]


def test_discarding_the_draft_closes_it(draft: Draft) -> None:
    edit(draft, "Stage", "testnet", SWAP)
    services.discard(draft=draft, acting_user=draft.owner)
    again = services.open_draft(project=draft.project, acting_user=draft.owner)
    assert again != draft
    assert as_drafted(again) == PIPELINE


def test_an_open_draft_is_opened_again(draft: Draft) -> None:
    assert services.open_draft(project=draft.project, acting_user=draft.owner) == draft


def test_what_is_not_there_cannot_be_edited(draft: Draft) -> None:
    for name in ("nothing", "images"):
        with pytest.raises(NotFound):
            edit(draft, "Stage", name, SWAP)


def test_the_audit_names_the_manifest_and_not_its_text(draft: Draft) -> None:
    edit(draft, "Warehouse", "images", Set(("spec", "interval"), "17m"))
    entry = AuditEntry.objects.filter(action="edit").get()
    assert (entry.actor, entry.kind, entry.name, entry.details) == (
        draft.owner,
        "Warehouse",
        "images",
        {"edit": 1},
    )
