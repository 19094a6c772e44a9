"""All cases of a project: tried once for each state of what a Stage depends on."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.core.manifest.edits import Move, Set
from kargoui.core.manifest.operations import Operation
from kargoui.core.remembered import Recent
from kargoui.core.simulate import Answered, answered
from kargoui.core.simulate import Project as Core
from kargoui.pipelines import access, documents, services, simulations
from kargoui.pipelines.models import Project
from kargoui.pipelines.simulations import first_rollout, suggested_orders, survey
from kargoui.pipelines.state import ProjectState
from tests.editor.samples import PIPELINE, stage

Tried = list[str]


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Tried:
    """The Stages that were tried, in an empty memory."""
    found: Tried = []

    def counted(project: Core, name: str, version: str) -> Answered:
        found.append(name)
        return answered(project, name, version)

    monkeypatch.setattr(simulations, "answered", counted)
    for name in ("_answers", "_surveys", "_wholes", "_rollouts", "_orders"):
        monkeypatch.setattr(simulations, name, Recent(64))
    monkeypatch.setattr(documents, "_documents", Recent(64))
    return found


@pytest.fixture
def filled(project: Project, admin: User) -> Project:
    files = [SourceFile("all.yaml", (PIPELINE + "---\n" + stage("gate")).encode())]
    services.import_files(project=project, files=files, acting_user=admin)
    return project


def state_of(project: Project, user: User) -> ProjectState:
    return ProjectState(project, access.current_draft(project, user))


def change(project: Project, user: User, kind: str, name: str, operation: Operation) -> None:
    with services.drafting(project=project, acting_user=user) as draft:
        services.edit_manifest(draft=draft, kind=kind, name=name, operations=[operation], acting_user=user)


def test_every_stage_is_tried_once(filled: Project, admin: User, tried: Tried) -> None:
    found = survey(state_of(filled, admin), "1.11")
    assert list(found.cases) == ["previewnet", "testnet", "mainnet", "gate"]
    assert (found.ready, found.cases["previewnet"].failing) == (True, 1)
    assert (found.cases["gate"].count, found.cases["gate"].refusal) == (0, "")
    survey(state_of(filled, admin), "1.11")
    assert tried == ["previewnet", "testnet", "mainnet", "gate"]
    survey(state_of(filled, admin), "1.4")
    assert len(tried) == 8


def test_as_much_is_tried_as_there_is_time(filled: Project, admin: User, tried: Tried) -> None:
    assert (survey(state_of(filled, admin), "1.11", 0).cases, tried) == ({}, [])
    for done in range(1, 5):
        found = survey(state_of(filled, admin), "1.11", 1e-9)
        assert (found.done, len(found.cases), found.ready) == (done, 4 * (done == 4), done == 4)


def test_an_edit_has_those_tried_again_that_depend_on_it(filled: Project, admin: User, tried: Tried) -> None:
    survey(state_of(filled, admin), "1.11")
    tried.clear()
    change(filled, admin, "Stage", "mainnet", Set(("metadata", "labels"), {"a": "b"}))
    survey(state_of(filled, admin), "1.11")
    assert tried == ["mainnet"]
    change(filled, admin, "PromotionTask", "promote", Set(("spec", "steps", 1, "if"), "${{ false }}"))
    after = survey(state_of(filled, admin), "1.11")
    assert tried[1:] == ["previewnet", "testnet", "mainnet"]
    assert after.cases["previewnet"].failing == 0
    assert survey(ProjectState(filled), "1.11").cases["previewnet"].failing == 1  # as published


def test_what_is_known_takes_no_document(filled: Project, admin: User, tried: Tried) -> None:
    def ask() -> int:
        state = state_of(filled, admin)
        with CaptureQueriesContext(connection) as queries:
            found = survey(state, "1.11")
            first_rollout(state, found)
            suggested_orders(state, found)
        return len(queries)

    assert ask() > ask() == 1


def test_a_better_order_is_suggested_until_it_is_made(filled: Project, admin: User, tried: Tried) -> None:
    state = state_of(filled, admin)
    found = survey(state, "1.11")
    assert suggested_orders(state, found) == {"previewnet": ("images", "charts")}
    assert first_rollout(state, found).failing == 1
    assert first_rollout(state, found, orders={"previewnet": ("images", "charts")}).failing == 0
    assert first_rollout(state, found, base=frozenset({"images"})).failing == 0
    change(filled, admin, "Stage", "previewnet", Move(("spec", "requestedFreight", 1), 0))
    after = state_of(filled, admin)
    assert suggested_orders(after, survey(after, "1.11")) == {}
