"""Manifests in which the rules find something that they can fix."""

from __future__ import annotations


def unguarded(name: str) -> str:
    """A task whose last step runs even after a failure; `yaml-update` before it has no guard."""
    return f"""\
apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata:
  name: {name}
  namespace: acme-pay
spec:
  steps:
  - uses: yaml-update
    config:
      path: ./values.yaml
      updates:
      - key: replicas
        value: 3
  - uses: git-push
    if: ${{{{ imageFrom("ghcr.io/acme/api") != nil }}}} # kept
    config:
      path: ./out
"""


def task_with_findings(count: int = 1) -> str:
    """Several such tasks: push-0, push-1, …"""
    return "---\n".join(unguarded(f"push-{number}") for number in range(count))
