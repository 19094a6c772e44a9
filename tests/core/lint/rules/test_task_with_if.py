"""Which steps have an `if`."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("task-with-if")


def test_any_other_step_may_have_one() -> None:
    assert found_in(PAGE, PAGE.bad.replace("task:\n          name: promote", "uses: git-clear")) == []


def test_a_task_of_the_cluster_is_a_task() -> None:
    text = PAGE.bad.replace("name: promote", "name: promote\n          kind: ClusterPromotionTask")
    assert found_in(PAGE, text) == [19]
