"""What has to be there, and what need not."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("dangling-reference")


STEP = """\
  promotionTemplate:
    spec:
      steps:
      - task:
          name: promote
---
"""


def test_a_task_of_the_project_has_to_be_there() -> None:
    assert found_in(PAGE, PAGE.good.replace("---\n", STEP, 1)) == [17]


def test_a_task_of_the_cluster_may_be_elsewhere() -> None:
    of_the_cluster = STEP.replace("name: promote", "name: promote\n          kind: ClusterPromotionTask")
    assert found_in(PAGE, PAGE.good.replace("---\n", of_the_cluster, 1)) == []


def test_what_another_project_has_does_not_count() -> None:
    stage, warehouse = PAGE.good.split("---\n")
    assert found_in(PAGE, f"{stage}---\n{warehouse.replace('acme-pay', 'acme-shop')}") == [10]


def test_an_upstream_stage_has_to_be_there() -> None:
    assert found_in(PAGE, PAGE.good.replace("direct: true", "stages: [previewnet]")) == [12]
