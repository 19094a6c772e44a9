"""What Stages reference, what of it is missing, and names that are taken."""

from __future__ import annotations

import pytest

from kargoui.core.manifest.document import Document, read
from kargoui.core.manifest.path import format_path
from kargoui.core.manifest.references import dangling, duplicates, references

API = "apiVersion: kargo.akuity.io/v1alpha1"
STAGE = f"""\
{API}
kind: Stage
metadata: {{name: testnet, namespace: demo}}
spec:
  requestedFreight:
  - origin: {{kind: Warehouse, name: images}}
    sources: {{stages: [previewnet, testnet]}}
  promotionTemplate:
    spec:
      steps:
      - uses: fail
      - task: {{name: promote}}
      - task: {{name: everywhere, kind: ClusterPromotionTask}}
"""


def other(kind: str, name: str, namespace: str = "demo") -> str:
    return f"---\n{API}\nkind: {kind}\nmetadata: {{name: {name}, namespace: {namespace}}}\n"


def missing(documents: list[Document], namespace: str = "") -> list[tuple[int, str]]:
    return [(problem.line, str(problem.sentence)) for problem in dangling(documents, namespace)]


def test_a_stage_references_warehouses_stages_and_tasks() -> None:
    found = references(read(STAGE)[0].data)
    assert [(format_path(one.path), one.kind, one.name) for one in found] == [
        ("spec.requestedFreight[0].origin.name", "Warehouse", "images"),
        ("spec.requestedFreight[0].sources.stages[0]", "Stage", "previewnet"),
        ("spec.requestedFreight[0].sources.stages[1]", "Stage", "testnet"),
        ("spec.promotionTemplate.spec.steps[1].task.name", "PromotionTask", "promote"),
        ("spec.promotionTemplate.spec.steps[2].task.name", "ClusterPromotionTask", "everywhere"),
    ]


@pytest.mark.parametrize(
    "data", [None, [], {"kind": "Stage"}, {"kind": "Stage", "spec": {"requestedFreight": [1]}}]
)
def test_nonsense_references_nothing(data: object) -> None:
    assert references(data) == []


def test_what_is_referenced_and_not_there_is_dangling_but_a_cluster_task() -> None:
    assert missing(read(STAGE, "a.yaml")) == [
        (6, "There is no Warehouse images here. Create it, or correct the name."),
        (7, "There is no Stage previewnet here. Create it, or correct the name."),
        (12, "There is no PromotionTask promote here. Create it, or correct the name."),
    ]


def test_nothing_dangles_where_all_is_there() -> None:
    others = other("Warehouse", "images"), other("Stage", "previewnet"), other("PromotionTask", "promote")
    assert missing(read(STAGE + "".join(others))) == []


def test_another_namespace_does_not_count_and_a_missing_one_is_the_projects() -> None:
    stage = STAGE.replace(", namespace: demo", "")
    others = other("Warehouse", "images"), other("Stage", "previewnet"), other("PromotionTask", "promote")
    assert missing(read(stage + "".join(others)), "demo") == []
    assert len(missing(read(stage + "".join(others)), "elsewhere")) == 3


def test_a_name_can_be_taken_once_in_a_namespace() -> None:
    text = "".join(
        [STAGE, other("Warehouse", "a"), other("Warehouse", "a", "other"), other("Warehouse", "a")]
    )
    found = duplicates(read(text, "a.yaml"))
    assert [(problem.line, str(problem.sentence)) for problem in found] == [
        (25, "There is a Warehouse a already, on line 16. Rename or remove one of them.")
    ]


def test_a_name_that_another_file_has_taken_says_which() -> None:
    found = duplicates([*read(STAGE, "a.yaml"), *read(STAGE, "b.yaml")])
    assert [(problem.file, problem.rule) for problem in found] == [("b.yaml", "duplicate-name")]
    assert "a.yaml, line 2" in str(found[0].sentence)


def test_kinds_of_different_groups_may_share_a_name() -> None:
    text = "apiVersion: v1\nkind: Stage\nmetadata: {name: testnet, namespace: demo}\n---\n"
    assert duplicates(read(text + STAGE)) == []
