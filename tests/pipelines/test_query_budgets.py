"""How many queries reading and writing take does not depend on how many Stages there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargoui.accounts.models import User
from kargoui.core.manifest.edits import Move
from kargoui.pipelines import services
from kargoui.pipelines.models import Draft, Project
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import bring_in, stage, task, warehouse

SWAP = Move(("spec", "requestedFreight", 0), 1)
BOTH = ("images", "charts")
NAME = "stage-1"


def text(stages: int) -> str:
    rest = (stage(f"stage-{n}", origins=BOTH, task="promote") for n in range(stages))
    return "---\n".join((warehouse("images"), warehouse("charts"), task(), *rest))


def swap(draft: Draft, name: str = NAME) -> object:
    return services.edit_manifest(
        draft=draft, kind="Stage", name=name, operations=[SWAP], acting_user=draft.owner
    )


READING: dict[str, tuple[int, Callable[[ProjectState], object]]] = {
    "names": (2, ProjectState.names),
    "edited": (2, ProjectState.edited),
    "problems": (2, ProjectState.problems),
    "problem_count": (2, ProjectState.problem_count),
    "manifest": (4, lambda state: state.manifest("Stage", NAME)),
    "changes": (4, lambda state: state.changes(state.edited())),
    "pipeline": (5, ProjectState.pipeline),
    "documents": (6, ProjectState.documents),
}
WRITING: dict[str, tuple[int, Callable[[Draft], object]]] = {
    "edit": (14, swap),
    "create": (24, lambda draft: services.create_manifest(
        draft=draft, text=stage("new", NAME, origins=BOTH, task="promote"), acting_user=draft.owner)),
    "delete": (16, lambda draft: services.delete_manifest(
        draft=draft, kind="Stage", name=NAME, acting_user=draft.owner)),
    "undo": (8, lambda draft: services.undo(draft=draft, acting_user=draft.owner)),
    "publish": (26, lambda draft: services.publish(draft=draft, acting_user=draft.owner, message="x")),
    "export": (7, lambda draft: services.export_project(
        project=draft.project, draft=draft, form="zip", acting_user=draft.owner)),
}  # fmt: skip


@pytest.fixture(params=[3, 60])
def edited(project: Project, editor: User, request: pytest.FixtureRequest) -> Draft:
    """A draft with two edited Stages, in a small and in a larger project."""
    bring_in(project, editor, text(request.param))
    draft = services.open_draft(project=project, acting_user=editor)
    swap(draft)
    swap(draft, "stage-2")
    return draft


@pytest.mark.parametrize(("budget", "read"), READING.values(), ids=READING)
def test_reading(edited: Draft, budget: int, read: Callable[[ProjectState], object]) -> None:
    with CaptureQueriesContext(connection) as queries:
        read(ProjectState(edited.project, edited))
    assert len(queries) <= budget


@pytest.mark.parametrize(("budget", "write"), WRITING.values(), ids=WRITING)
def test_writing(edited: Draft, budget: int, write: Callable[[Draft], object]) -> None:
    with CaptureQueriesContext(connection) as queries:
        write(edited)
    assert len(queries) <= budget


def test_importing(project: Project, admin: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        bring_in(project, admin, text(60))
    assert len(queries) <= 20
    with CaptureQueriesContext(connection) as queries:
        bring_in(project, admin, text(60).replace("direct: true", "direct: true # as agreed"))
    assert len(queries) <= 22


def test_checking_against_another_version(project: Project, admin: User) -> None:
    bring_in(project, admin, text(60).replace("uses: fail", "uses: git-clone"))
    with CaptureQueriesContext(connection) as queries:
        services.retarget(project=project, kargo_version="1.6", acting_user=admin)
    assert len(queries) <= 22
