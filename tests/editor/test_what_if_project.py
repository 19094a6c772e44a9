"""What the simulator is given of a project: what a Stage names, read once, in as few queries."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargoui.core.manifest.edits import Set
from kargoui.core.simulate import cases, shown_version
from kargoui.editor.what_if import stage_cases, stage_project
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from kargoui.pipelines.state import ProjectState
from tests.editor.conftest import People
from tests.editor.promotions import bring_in, push, reads, stage, warehouses


def freight(origin: str, tag: str) -> dict[str, object]:
    return {
        "apiVersion": "kargo.akuity.io/v1alpha1",
        "kind": "Freight",
        "metadata": {"name": f"f-{origin}", "namespace": "acme-pay"},
        "origin": {"kind": "Warehouse", "name": origin},
        "images": [{"repoURL": f"ghcr.io/acme/{origin}", "tag": tag}],
    }


def test_a_stage_comes_with_what_it_names_and_what_that_names(project: Project, people: People) -> None:
    bring_in(project, people["admin"], *warehouses(["web"]), stage("apart", ["web"], push()))
    found = stage_project(ProjectState(project), "testnet")
    assert set(found.stages) == {"testnet", "previewnet"}
    assert set(found.warehouses) == {"images", "charts"}
    assert set(found.tasks) == {"promote"}


def test_stages_that_name_each_other_come_once(project: Project, people: People) -> None:
    ring = [stage("left", ["images"], upstream="right"), stage("right", ["images"], upstream="left")]
    bring_in(project, people["admin"], *ring)
    assert set(stage_project(ProjectState(project), "left").stages) == {"left", "right"}


def test_freight_of_the_project_is_used_where_there_is_some(project: Project, people: People) -> None:
    assert shown_version(stage_project(ProjectState(project), "testnet").freight["images"]) == "1.0.0"
    bring_in(project, people["admin"], freight("images", "1.7.3"))
    assert shown_version(stage_project(ProjectState(project), "testnet").freight["images"]) == "1.7.3"


def test_it_is_read_once_as_long_as_nothing_changes(project: Project, people: People) -> None:
    first = stage_project(ProjectState(project), "previewnet")
    state = ProjectState(project)
    state.names()
    with CaptureQueriesContext(connection) as queries:
        assert stage_project(state, "previewnet") is first
    assert not len(queries)
    admin = people["admin"]
    draft = services.open_draft(project=project, acting_user=admin)
    edit = Set(("spec", "freightCreationPolicy"), "Manual")
    services.edit_manifest(draft=draft, kind="Warehouse", name="charts", operations=[edit], acting_user=admin)
    with_draft = stage_project(ProjectState(project, draft), "previewnet")
    assert with_draft.warehouses["charts"] != first.warehouses["charts"]
    assert stage_project(ProjectState(project), "previewnet") is first


def test_a_project_of_the_same_name_elsewhere_shares_nothing_but_what_is_the_same(
    project: Project, people: People
) -> None:
    before = stage_project(ProjectState(project), "previewnet")
    bring_in(project, people["admin"], stage("previewnet", ["images"], reads("api")))
    after = stage_project(ProjectState(project), "previewnet")
    assert len(before.stages["previewnet"]["spec"]["requestedFreight"]) == 2  # type: ignore[index]
    assert len(after.stages["previewnet"]["spec"]["requestedFreight"]) == 1  # type: ignore[index]


def test_all_cases_are_worked_out_once(project: Project) -> None:
    found = stage_project(ProjectState(project), "previewnet")
    first = stage_cases(found, "previewnet", "1.11")
    assert stage_cases(found, "previewnet", "1.11") is first
    assert first.count == cases(found, "previewnet", "1.11").count
