"""Short ways to write manifests as data."""

from __future__ import annotations

from collections.abc import Iterable

Manifest = dict[str, object]


def manifest(kind: str, name: object, spec: object, **metadata: object) -> Manifest:
    return {
        "apiVersion": "kargo.akuity.io/v1alpha1",
        "kind": kind,
        "metadata": {"name": name, "namespace": "acme", **metadata},
        "spec": spec,
    }


def warehouse(name: str, *subscriptions: object) -> Manifest:
    return manifest("Warehouse", name, {"subscriptions": list(subscriptions)})


def request(origin: str, *, direct: bool = False, stages: Iterable[str] = (), **sources: object) -> Manifest:
    found: Manifest = {"direct": True} if direct else {}
    if stages:
        found["stages"] = list(stages)
    return {"origin": {"kind": "Warehouse", "name": origin}, "sources": {**found, **sources}}


def stage(name: str, *requests: object, steps: Iterable[object] = (), labels: object = None) -> Manifest:
    spec: Manifest = {"requestedFreight": list(requests)}
    if steps:
        spec["promotionTemplate"] = {"spec": {"steps": list(steps)}}
    return manifest("Stage", name, spec, **({"labels": labels} if labels else {}))
