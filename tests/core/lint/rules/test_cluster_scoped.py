"""Which kinds belong to the cluster."""

from __future__ import annotations

from tests.core.lint.pages import fixed_text, found_in, page_of

PAGE = page_of("cluster-scoped")


def test_a_promotion_task_belongs_to_a_project() -> None:
    assert found_in(PAGE, PAGE.bad.replace("kind: Cluster", "kind: ")) == []


def test_a_project_is_in_no_namespace() -> None:
    project = PAGE.bad[: PAGE.bad.index("spec:")].replace("ClusterPromotionTask", "Project")
    assert found_in(PAGE, project) == [5]
    assert "namespace" not in fixed_text(PAGE, project)
