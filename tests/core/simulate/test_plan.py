"""The steps of a promotion: tasks inflated, aliases given, variables handed down, and what Kargo refuses."""

from __future__ import annotations

from typing import Any

import pytest

from kargoui.core.simulate import NotCreated, plan, read_project
from tests.core.simulate.projects import STAGE, compose, manifest, project, promote, push

USE = {"task": {"name": "t"}, "as": "go"}


def aliases(*steps: dict[str, Any], tasks: dict[str, Any] | None = None) -> list[str]:
    return [step.alias for step in plan(project(*steps, tasks=tasks), STAGE, "1.11").steps]


def test_unnamed_steps_are_numbered_from_one_as_the_template_has_them() -> None:
    inner = {"uses": "git-push", "config": {"path": "a"}}
    tasks = {"t": {"steps": [inner, push("named")]}}
    assert aliases({"task": {"name": "t"}}, inner, tasks=tasks) == [
        "task-1::step-1",
        "task-1::named",
        "step-2",
    ]


def test_a_default_applies_unless_the_promotion_has_a_value() -> None:
    task = {"vars": [{"name": "a", "value": "default"}], "steps": [compose("s", "${{ vars.a }}")]}
    assert promote(project(USE, tasks={"t": task})).outputs["go"] == {"it": "default"}
    given = [{"name": "a", "value": "given"}]
    assert promote(project(USE, tasks={"t": task}, vars=given)).outputs["go"] == {"it": "given"}
    assert promote(project({**USE, "vars": given}, tasks={"t": task})).outputs["go"] == {"it": "given"}


@pytest.mark.parametrize(
    ("version", "words"), [("1.11", "inflate task steps"), ("1.10", "inflate tasks steps")]
)
def test_a_variable_without_a_value_is_refused(version: str, words: str) -> None:
    task = {"vars": [{"name": "a"}], "steps": [push("s")]}
    with pytest.raises(NotCreated) as refusal:
        promote(project(USE, tasks={"t": task}), version=version)
    assert str(refusal.value) == f'{words} for task "t" ("go"): missing value for variable "a"'


def test_a_missing_task_is_refused_every_time() -> None:
    cluster = {"task": {"name": "t", "kind": "ClusterPromotionTask"}}
    found = project(cluster, tasks={"t": {"steps": [push("s")]}})
    for _ in range(2):
        with pytest.raises(NotCreated) as refusal:
            promote(found)
        assert str(refusal.value) == (
            'inflate task steps for task "t" ("task-1"): ClusterPromotionTask.kargo.akuity.io "t" not found'
        )


def test_a_stage_without_steps_is_refused() -> None:
    with pytest.raises(NotCreated, match='Stage "test" in namespace "demo" defines no promotion steps'):
        promote(project())


def test_task_outputs_are_those_of_the_same_task() -> None:
    steps = [
        push("a"),
        compose("b", "${{ task.outputs.a == nil }}"),
        compose("c", "${{ task.outputs.b.it }}"),
    ]
    trace = promote(project({**USE, "as": "other"}, USE, tasks={"t": {"steps": steps}}))
    assert trace.outputs["go::c"] == {"it": True}
    assert trace.outputs["go"] == {"it": True}


def test_manifests_of_other_projects_and_kinds_are_left_out() -> None:
    elsewhere = manifest("Stage", STAGE, {})
    elsewhere["metadata"]["namespace"] = "elsewhere"
    found = read_project("demo", [elsewhere, {"kind": "ConfigMap"}], {})
    assert not found.stages
