"""Edits that would add a problem are refused with its sentence, and nothing is stored."""

from __future__ import annotations

import pytest

from kargoui.accounts.models import User
from kargoui.core.manifest.edits import Insert, Operation, Remove, Set
from kargoui.pipelines import services
from kargoui.pipelines.errors import EditRefused, Refused
from kargoui.pipelines.models import Draft, Project
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import bring_in, stage, warehouse

FREIGHT = ("spec", "requestedFreight")
WRONG: dict[str, tuple[str, str, Operation, str]] = {
    "schema": ("Warehouse", "images", Set(("spec", "interval"), 5), "interval"),
    "unknown field": ("Stage", "testnet", Set(("spec", "shards"), "eu"), "knows no field shards"),
    "required": ("Stage", "testnet", Remove((*FREIGHT, 0, "sources")), "sources"),
    "no such place": ("Stage", "testnet", Remove(("spec", "nothing")), "Nothing stands at"),
    "missing Warehouse": ("Stage", "testnet", Set((*FREIGHT, 0, "origin", "name"), "x"), "no Warehouse x"),
    "missing Stage": (
        "Stage", "testnet", Insert((*FREIGHT, 0, "sources", "stages", 0), "x"), "no Stage x",
    ),
    "missing task": (
        "Stage",
        "testnet",
        Set(("spec", "promotionTemplate", "spec", "steps", 0, "task", "name"), "x"),
        "no PromotionTask x",
    ),
    "renaming what others name": (
        "Warehouse", "images", Set(("metadata", "name"), "x"), "named by Stage previewnet, Stage testnet",
    ),
    "taking a name": ("Stage", "mainnet", Set(("metadata", "name"), "testnet"), "a Stage testnet already"),
    "no name": ("Stage", "mainnet", Remove(("metadata", "name")), "needs a name"),
    "wrong name": ("Stage", "mainnet", Set(("metadata", "name"), "Main Net"), "no name for a resource"),
    "another kind": ("Stage", "mainnet", Set(("kind",), "Warehouse"), "stay as they are"),
    "another API": ("Stage", "mainnet", Set(("apiVersion",), "apps/v1"), "stay as they are"),
    "another namespace": ("Stage", "mainnet", Set(("metadata", "namespace"), "x"), "namespace is x"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "operation", "sentence"), WRONG.values(), ids=WRONG)
def test_an_edit_that_adds_a_problem(
    draft: Draft, kind: str, name: str, operation: Operation, sentence: str
) -> None:
    with pytest.raises(EditRefused, match=sentence):
        services.edit_manifest(
            draft=draft, kind=kind, name=name, operations=[operation], acting_user=draft.owner
        )
    assert not draft.edits.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (stage("new", origins=("nothing",)), "no Warehouse nothing"),
        (stage("new").replace("direct", "direkt"), "direkt"),
        (stage("testnet"), "a Stage testnet already"),
        (stage("a") + "---\n" + stage("b"), "one Kargo manifest"),
        ("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "one Kargo manifest"),
        ("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n", "Secrets are not stored"),
        ("a: [", "This is no YAML"),
        (warehouse("new", "  namespace: other\n"), "namespace is other"),
    ],
)
def test_a_manifest_that_would_be_a_problem(draft: Draft, text: str, sentence: str) -> None:
    with pytest.raises(EditRefused, match=sentence):
        services.create_manifest(draft=draft, text=text, acting_user=draft.owner)
    assert not draft.edits.exists()


def test_deleting_what_others_name(draft: Draft) -> None:
    for kind, name in (("Warehouse", "charts"), ("Stage", "testnet"), ("PromotionTask", "promote")):
        with pytest.raises(EditRefused, match="is named by Stage"):
            services.delete_manifest(draft=draft, kind=kind, name=name, acting_user=draft.owner)
    assert not draft.edits.exists()


def test_what_the_draft_removed_can_no_longer_be_named(draft: Draft) -> None:
    services.delete_manifest(draft=draft, kind="Stage", name="mainnet", acting_user=draft.owner)
    with pytest.raises(EditRefused, match="no Stage mainnet"):
        services.create_manifest(draft=draft, text=stage("next", "mainnet"), acting_user=draft.owner)


def test_discarding_what_other_edits_name(draft: Draft) -> None:
    services.create_manifest(draft=draft, text=warehouse("new"), acting_user=draft.owner)
    services.create_manifest(draft=draft, text=stage("next", origins=("new",)), acting_user=draft.owner)
    with pytest.raises(EditRefused, match="is named by Stage next"):
        services.discard_manifest(draft=draft, kind="Warehouse", name="new", acting_user=draft.owner)


def test_discarding_what_names_a_manifest_that_is_gone(draft: Draft) -> None:
    for name in ("mainnet", "testnet"):
        services.delete_manifest(draft=draft, kind="Stage", name=name, acting_user=draft.owner)
    with pytest.raises(EditRefused, match="no Stage testnet"):
        services.discard_manifest(draft=draft, kind="Stage", name="mainnet", acting_user=draft.owner)


def test_a_name_that_a_rename_has_set_free_waits_for_publishing(draft: Draft) -> None:
    rename = Set(("metadata", "name"), "production")
    services.edit_manifest(
        draft=draft, kind="Stage", name="mainnet", operations=[rename], acting_user=draft.owner
    )
    with pytest.raises(EditRefused, match="renamed Stage mainnet to production"):
        services.create_manifest(draft=draft, text=stage("mainnet"), acting_user=draft.owner)


def test_problems_that_were_there_before_do_not_refuse(project: Project, admin: User) -> None:
    bring_in(project, admin, stage("testnet", origins=("gone",)).replace("direct", "direkt"))
    draft = services.open_draft(project=project, acting_user=admin)
    shard = Set(("spec", "shard"), "eu")
    services.edit_manifest(draft=draft, kind="Stage", name="testnet", operations=[shard], acting_user=admin)
    assert ProjectState(project, draft).problem_count() == ProjectState(project).problem_count() > 1


def test_a_closed_draft_takes_no_edits(draft: Draft) -> None:
    services.discard(draft=draft, acting_user=draft.owner)
    with pytest.raises(Refused, match="published or discarded"):
        services.undo(draft=draft, acting_user=draft.owner)
