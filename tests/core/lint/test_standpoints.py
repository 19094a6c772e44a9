"""What a task's steps can read depends on the Stages that use it, and on where they stand in it."""

from __future__ import annotations

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read

TASK = """apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata: {name: promote, namespace: acme-pay}
spec:
  vars:
  - name: image
    value: ghcr.io/acme/api
  steps:
  - uses: git-push
    as: push
    config: {path: ./out}
  - uses: http
    config:
      url: https://x.io/${{ outputs.push.commit }}/${{ vars.stageOnly }}/${{ status('push') }}
  - uses: http
    if: ${{ vars.flag == "true" }}
    config:
      url: https://x.io/${{ task.outputs.push.commit }}/${{ vars.nowhere }}/${{ task.outputs.later?.x }}
      method: ${{ vars.tag }}
  - uses: yaml-parse
    as: later
    config: {path: a, outputs: [{name: x, fromExpression: y}]}
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {name: testnet, namespace: acme-pay}
spec:
  vars: [{name: stageOnly, value: a}, {name: flag, value: "${{ true }}"}]
  requestedFreight:
  - origin: {kind: Warehouse, name: images}
    sources: {direct: true}
  promotionTemplate:
    spec:
      steps:
      - task: {name: promote}
        as: go
        vars: [{name: tag, value: "1.10"}, {name: x, value: "${{ vars.image }}"}]
      - uses: http
        config:
          url: https://x.io/${{ outputs["go::push"].comit }}/${{ stepMetas.go }}
"""
RULES = frozenset(
    {
        "alias-unknown",
        "boolean-compared-with-text",
        "nil-access",
        "number-like-text",
        "output-comes-later",
        "unknown-name",
        "unknown-output-field",
    }
)


def found(text: str) -> list[tuple[str, int]]:
    return [(each.rule, each.line) for each in audit(read(text), "1.11", Settings(select=RULES))]


def test_a_task_reads_what_some_stage_gives_it() -> None:
    assert found(TASK) == [
        ("alias-unknown", 14),
        ("nil-access", 14),
        ("boolean-compared-with-text", 16),
        ("output-comes-later", 18),
        ("unknown-name", 18),
        ("number-like-text", 19),
        ("alias-unknown", 40),
        ("unknown-output-field", 40),
    ]


def test_without_stages_only_the_order_of_its_own_steps_is_known() -> None:
    assert found(TASK.partition("---")[0]) == [("output-comes-later", 18)]


def test_variables_that_differ_between_stages_are_not_taken_for_one() -> None:
    other = TASK.rpartition("---\n")[2].replace("testnet", "mainnet").replace("${{ true }}", "${{ 'on' }}")
    assert ("boolean-compared-with-text", 16) not in found(f"{TASK}---\n{other}")


def test_a_variable_of_one_stage_is_there() -> None:
    other = TASK.rpartition("---\n")[2].replace("testnet", "mainnet").replace("stageOnly", "nowhere")
    assert ("unknown-name", 18) not in found(f"{TASK}---\n{other}")
