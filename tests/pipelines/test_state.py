"""Reading a project as a draft would leave it: problems with their lines in the file, what names what."""

from __future__ import annotations

from kargoui.accounts.models import User
from kargoui.core.manifest.edits import Set
from kargoui.core.manifest.validate import check
from kargoui.pipelines import services
from kargoui.pipelines.models import Draft, Project
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import PIPELINE, bring_in, stage, task, warehouse

BROKEN = "---\n".join(
    (
        "# A comment\n" + warehouse("images"),
        stage("previewnet", origins=("images", "gone")).replace("direct", "direkt", 1),
        stage("testnet", "nowhere", task="missing").replace("\n", "\r\n"),
        stage("mainnet", "testnet").replace("uses: fail", "uses: yaml-update"),
        task(),
    )
)


def test_problems_stand_where_the_command_line_finds_them(project: Project, admin: User) -> None:
    bring_in(project, admin, BROKEN)
    state = ProjectState(project)
    expected = check(state.documents(), "1.11", closed=True, namespace="acme-pay")
    assert {problem.rule for problem in expected} >= {"dangling-reference", "unknown-field"}
    assert sorted(state.problems(), key=str) == sorted(expected, key=str)
    assert state.problem_count() == len(expected)


def test_the_lines_of_problems_follow_edits_before_them(project: Project, admin: User) -> None:
    bring_in(project, admin, BROKEN)
    draft = services.open_draft(project=project, acting_user=admin)
    before = ProjectState(project).problems()
    labels = Set(("metadata", "labels"), {"a": "1", "b": "2"})
    services.edit_manifest(
        draft=draft, kind="Warehouse", name="images", operations=[labels], acting_user=admin
    )
    after = ProjectState(project, draft)
    moved = [problem.line for problem in before if problem.kind == "Stage"]
    assert [problem.line - 3 for problem in after.problems() if problem.kind == "Stage"] == moved
    expected = check(after.documents(), "1.11", closed=True, namespace="acme-pay")
    assert sorted(after.problems(), key=str) == sorted(expected, key=str)


def test_what_was_there_at_import_and_is_gone_later_is_missing_too(pipeline: Project, admin: User) -> None:
    services.retarget(project=pipeline, kargo_version="1.10", acting_user=admin)
    pipeline.warehouse_set.filter(name="charts").delete()
    state = ProjectState(pipeline)
    expected = check(state.documents(), "1.10", closed=True, namespace="acme-pay")
    assert len(expected) == 3
    assert sorted(state.problems(), key=str) == sorted(expected, key=str)


def test_a_manifest_has_the_problems_of_its_own(project: Project, admin: User) -> None:
    bring_in(project, admin, BROKEN)
    found = ProjectState(project).manifest("Stage", "testnet")
    assert found is not None
    assert BROKEN.splitlines()[found.line] == "---"
    assert {(problem.rule, problem.line > found.line) for problem in found.problems} == {
        ("dangling-reference", True)
    }


def test_names_stand_in_the_order_of_the_files(pipeline: Project) -> None:
    assert ProjectState(pipeline).names() == {
        "Warehouse": ["images", "charts"],
        "Stage": ["previewnet", "testnet", "mainnet"],
        "PromotionTask": ["promote"],
    }


def test_documents_are_slices_with_their_lines(pipeline: Project) -> None:
    documents = ProjectState(pipeline).documents()
    assert "".join(document.text for document in documents) == PIPELINE
    lines = PIPELINE.splitlines(keepends=True)
    for document in documents:
        assert "".join(lines[document.line :]).startswith(document.text)


def test_the_graph_is_that_of_the_draft(draft: Draft) -> None:
    services.create_manifest(draft=draft, text=stage("canary", "mainnet"), acting_user=draft.owner)
    assert "canary" in ProjectState(draft.project, draft).pipeline().stages
    assert "canary" not in ProjectState(draft.project).pipeline().stages


def test_who_names_a_manifest(pipeline: Project) -> None:
    state = ProjectState(pipeline)
    assert state.referring("Stage", "PromotionTask", "promote") == ["previewnet", "testnet", "mainnet"]
    assert state.referring("Stage", "Stage", "testnet") == ["mainnet"]
    assert state.referring("Stage", "Stage", "mainnet") == []


def test_changes_of_the_draft(draft: Draft) -> None:
    services.create_manifest(draft=draft, text=stage("canary"), acting_user=draft.owner)
    services.delete_manifest(draft=draft, kind="Stage", name="mainnet", acting_user=draft.owner)
    state = ProjectState(draft.project, draft)
    made, gone = state.changes([("Stage", "canary"), ("Stage", "mainnet")])
    assert (made.before, made.after) == ("", stage("canary"))
    assert "name: mainnet" in gone.before
    assert gone.after == ""
    assert state.edited() == {("Stage", "canary"), ("Stage", "mainnet")}
    assert (state.can_undo, state.can_redo) == (True, False)


def test_another_kargo_version_finds_other_problems(pipeline: Project, admin: User) -> None:
    draft = services.open_draft(project=pipeline, acting_user=admin)
    shard = Set(("spec", "vars"), [{"name": "a", "value": "b"}])
    services.edit_manifest(draft=draft, kind="Stage", name="testnet", operations=[shard], acting_user=admin)
    services.retarget(project=pipeline, kargo_version="1.4", acting_user=admin)
    assert "vars" in {problem.path[-1] for problem in ProjectState(pipeline, draft).problems()}
    assert "vars" not in {problem.path[-1] for problem in ProjectState(pipeline).problems()}
