"""Manifests of small pipelines for the tests of rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from kargoui.core.lint import Finding, Settings, audit
from kargoui.core.manifest.document import read

IMAGE = {"image": {"repoURL": "ghcr.io/acme/api"}}
CHART = {"chart": {"repoURL": "https://charts.acme.io", "name": "api"}}
CLEAR = {"uses": "git-clear", "config": {"path": "./out"}}


def manifest(kind: str, name: str, spec: object, **metadata: Any) -> dict[str, Any]:
    named = {"name": name, "namespace": "acme-pay", **metadata}
    return {"apiVersion": "kargo.akuity.io/v1alpha1", "kind": kind, "metadata": named, "spec": spec}


def warehouse(name: str, *subscriptions: object) -> dict[str, Any]:
    return manifest("Warehouse", name, {"subscriptions": list(subscriptions or [IMAGE])})


def request(origin: str, *stages: str, direct: bool = False, **sources: Any) -> dict[str, Any]:
    """Freight from a Warehouse, directly where no Stages are named."""
    found: dict[str, Any] = {"direct": True} if direct or not stages else {}
    if stages:
        found["stages"] = list(stages)
    return {"origin": {"kind": "Warehouse", "name": origin}, "sources": found | sources}


def stage(
    name: str, *requests: object, steps: Sequence[object] = (CLEAR,), labels: object = None, **spec: Any
) -> dict[str, Any]:
    template = {"promotionTemplate": {"spec": {"steps": list(steps)}}} if steps else {}
    body = {"requestedFreight": list(requests), **template, **spec}
    return manifest("Stage", name, body, **({"labels": labels} if labels else {}))


def policies(*entries: object) -> dict[str, Any]:
    return manifest("ProjectConfig", "acme-pay", {"promotionPolicies": list(entries)})


def policy(name: str, *, enabled: bool = True) -> dict[str, Any]:
    return {"stageSelector": {"name": name}, "autoPromotionEnabled": enabled}


def task(name: str, *steps: object, kind: str = "PromotionTask") -> dict[str, Any]:
    return manifest(kind, name, {"steps": list(steps)})


def findings(rule: str, *manifests: object, version: str = "1.11") -> list[Finding]:
    """What one rule finds in these manifests."""
    text = yaml.safe_dump_all(manifests, sort_keys=False)
    return audit(read(text), version, Settings(select=frozenset({rule})))


def places(found: Iterable[Finding]) -> list[str]:
    """The manifests of findings, each with the end of the path."""
    return [f"{each.name} {each.path[-1]}" for each in found]
