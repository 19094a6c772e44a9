"""What an import says of each document, and what it stores."""

from __future__ import annotations

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.pipelines import services
from kargoui.pipelines.models import OtherManifest, Project, Revision, Stage, Warehouse
from kargoui.pipelines.services import ImportReport
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import API, PIPELINE, bring_in, exported, stage, warehouse

CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: elsewhere\n"
KARGO_PROJECT = f"{API}kind: Project\nmetadata:\n  name: acme-pay\n"


def outcomes(report: ImportReport) -> dict[str, str]:
    return {row.name or row.file: row.outcome for row in report.rows}


def test_new_manifests_are_created_as_the_first_revision(project: Project, admin: User) -> None:
    report = bring_in(project, admin, PIPELINE)
    assert set(outcomes(report).values()) == {"created"}
    assert report.revision == Revision.objects.get()
    assert report.revision.number == 1
    assert report.revision.changes.count() == 6
    assert [row.line for row in report.rows][:2] == [1, PIPELINE[: PIPELINE.index("---")].count("\n") + 1]


def test_other_kinds_are_kept_wherever_they_belong(project: Project, admin: User) -> None:
    report = bring_in(project, admin, "---\n".join((warehouse(), CONFIG_MAP, KARGO_PROJECT)))
    assert outcomes(report) == {"images": "created", "settings": "kept", "acme-pay": "kept"}
    assert set(OtherManifest.objects.values_list("kind", flat=True)) == {"ConfigMap", "Project"}


def test_a_kind_of_others_that_is_called_like_one_of_kargos_is_kept_apart(
    project: Project, admin: User
) -> None:
    other = "apiVersion: theatre.example/v1\nkind: Stage\nmetadata:\n  name: left\n"
    bring_in(project, admin, stage("testnet") + "---\n" + other)
    assert ProjectState(project).names() == {"Stage": ["testnet"], "Stage.theatre.example": ["left"]}


def test_the_same_again_changes_nothing(pipeline: Project, admin: User) -> None:
    report = bring_in(pipeline, admin, PIPELINE)
    assert set(outcomes(report).values()) == {"unchanged"}
    assert report.revision is None
    assert Revision.objects.count() == 1


def test_another_text_changes_the_manifest(pipeline: Project, admin: User) -> None:
    report = bring_in(pipeline, admin, PIPELINE.replace("^1.0.0", "^2.0.0", 1))
    assert {name for name, outcome in outcomes(report).items() if outcome == "changed"} == {"images"}
    change = Revision.objects.get(number=2).changes.get()
    assert (change.kind, change.name) == ("Warehouse", "images")
    assert "^1.0.0" in change.before
    assert "^2.0.0" in change.after


def test_a_manifest_is_updated_wherever_it_stood(pipeline: Project, admin: User) -> None:
    report = bring_in(pipeline, admin, warehouse("images").replace("^1", "^2"), "other.yaml")
    assert outcomes(report) == {"images": "changed"}
    assert Warehouse.objects.get(name="images").file == "other.yaml"
    assert Warehouse.objects.count() == 2


def test_what_the_import_does_not_contain_stays(pipeline: Project, admin: User) -> None:
    short = stage("mainnet", "testnet", origins=("charts", "images"), task="promote") + "---\n" + stage("new")
    bring_in(pipeline, admin, short)
    names = ProjectState(pipeline).names()
    assert names["Stage"] == ["mainnet", "new", "previewnet", "testnet"]
    assert names["Warehouse"] == ["images", "charts"]
    assert exported(pipeline, admin).startswith(short)


def test_other_kinds_are_told_by_file_and_order(project: Project, admin: User) -> None:
    both = warehouse() + "---\n" + CONFIG_MAP + "---\n" + CONFIG_MAP
    bring_in(project, admin, both)
    report = bring_in(project, admin, both + "data: {}\n")
    assert [row.outcome for row in report.rows] == ["unchanged", "unchanged", "kept"]
    assert OtherManifest.objects.count() == 2


def test_files_without_manifests_are_left_out_and_named(project: Project, admin: User) -> None:
    files = [
        SourceFile("kargo.yaml", warehouse().encode()),
        SourceFile("README.md", b"# Hello"),
        SourceFile("values.yaml", b"image: x\n"),
    ]
    report = services.import_files(project=project, files=files, acting_user=admin)
    assert outcomes(report) == {"images": "created", "README.md": "skipped", "values.yaml": "skipped"}


def test_a_list_is_kept_with_a_remark(project: Project, admin: User) -> None:
    item = f"- {API}  kind: Stage\n  metadata:\n    name: a\n"
    report = bring_in(project, admin, warehouse() + "---\napiVersion: v1\nkind: List\nitems:\n" + item)
    assert report.rows[1].outcome == "kept"
    assert "its own document" in str(report.rows[1].sentence)


def test_problems_are_stored_with_their_places_and_refuse_nothing(project: Project, admin: User) -> None:
    broken = stage("testnet").replace("direct: true", "direkt: true")
    bring_in(project, admin, warehouse() + "---\n" + broken)
    row = Stage.objects.get()
    assert [problem["line"] for problem in row.problems if problem["path"][-1] == "direkt"] == [
        row.text[: row.text.index("direkt")].count("\n") + 1
    ]


def test_open_drafts_of_others_stay(pipeline: Project, admin: User, editor: User) -> None:
    draft = services.open_draft(project=pipeline, acting_user=editor)
    services.delete_manifest(draft=draft, kind="Stage", name="mainnet", acting_user=editor)
    bring_in(pipeline, admin, PIPELINE.replace("^1.0.0", "^2.0.0"))
    assert "mainnet" not in ProjectState(pipeline, draft).names()["Stage"]
