"""The demo project: valid, and the case that people meet in production."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kargoui.accounts.models import User
from kargoui.pipelines import demo, services
from kargoui.pipelines.state import ProjectState
from tests.shared import shared

FILES = sorted(Path(demo.__file__).parent.glob("*.yaml"))


def test_it_is_what_a_cluster_accepts() -> None:
    checker = shared("tools", "check_manifests.py")
    command: list[str | Path] = [sys.executable, checker, "--closed", *FILES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_it_has_no_problems_and_leaves_as_it_came(admin: User) -> None:
    project = demo.create_demo(acting_user=admin)
    state = ProjectState(project)
    assert state.problems() == []
    assert state.names()["Stage"] == ["previewnet", "testnet", "mainnet"]
    assert {document.file: document.text for document in state.texts() if document.position == 0}.keys() == {
        path.name for path in FILES
    }
    export = services.export_project(project=project, form="zip", acting_user=admin)
    for path in FILES:
        assert path.name.encode() in export.content


def test_every_stage_asks_for_the_chart_first(admin: User) -> None:
    graph = ProjectState(demo.create_demo(acting_user=admin)).pipeline()
    for stage in graph.stages.values():
        assert [request.origin for request in stage.requests] == ["charts", "images"]
