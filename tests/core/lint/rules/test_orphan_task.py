"""Which tasks nobody references."""

from __future__ import annotations

from tests.core.lint.graphs import CLEAR, findings, places, request, stage, task, warehouse

RULE = "orphan-task"
FIRST = warehouse("images")


def test_a_task_of_the_same_name_and_another_kind_is_another_task() -> None:
    reference = {"task": {"kind": "ClusterPromotionTask", "name": "promote"}}
    user = stage("test", request("images"), steps=[reference])
    assert places(findings(RULE, FIRST, task("promote", CLEAR), user)) == ["promote name"]


def test_cluster_tasks_may_be_used_elsewhere() -> None:
    cluster = task("promote", CLEAR, kind="ClusterPromotionTask")
    assert not findings(RULE, FIRST, cluster, stage("test", request("images")))


def test_tasks_without_stages_are_one_file_of_several() -> None:
    assert not findings(RULE, task("promote", CLEAR))
