"""Small projects to promote in: one Stage, its Warehouses, and tasks where a test has some."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kargoui.core.simulate import Case, Outcome, Project, Trace, freight_piece, read_project, run

STAGE = "test"
IMAGE = "ghcr.io/acme/api"
CHARTS = "https://charts.acme.io"
PUSH = {"uses": "git-push", "config": {"path": "./out"}}


def manifest(kind: str, name: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "kargo.akuity.io/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def project(*steps: Mapping[str, Any], tasks: Mapping[str, Any] | None = None, **template: Any) -> Project:
    """A Stage with these steps that requests images and charts."""
    documents = [
        manifest("Warehouse", "images", {"subscriptions": [{"image": {"repoURL": IMAGE}}]}),
        manifest("Warehouse", "charts", {"subscriptions": [{"chart": {"repoURL": CHARTS, "name": "api"}}]}),
        manifest(
            "Stage",
            STAGE,
            {
                "requestedFreight": [
                    {"origin": {"kind": "Warehouse", "name": name}, "sources": {"direct": True}}
                    for name in ("images", "charts")
                ],
                "vars": [{"name": "of", "value": "stage"}],
                "promotionTemplate": {"spec": {"steps": list(steps), **template}},
            },
        ),
        *(manifest("PromotionTask", name, spec) for name, spec in (tasks or {}).items()),
    ]
    freight = {
        "images": freight_piece("images", {"name": "f-images", "images": [{"repoURL": IMAGE, "tag": "v1"}]}),
        "charts": freight_piece(
            "charts", {"name": "f-charts", "charts": [{"repoURL": CHARTS, "name": "api", "version": "1.10"}]}
        ),
    }
    return read_project("demo", documents, freight)


def promote(
    of: Project, *filled: str, version: str = "1.11", outcomes: Mapping[str, Outcome] | None = None
) -> Trace:
    """The promotion that targets the first of the filled slots."""
    slots = filled or ("images",)
    return run(of, STAGE, Case(frozenset(slots), slots[0]), version, outcomes or {}, "ann")


def statuses(trace: Trace) -> dict[str, str]:
    return {step.alias: step.status for step in trace.steps}


def push(alias: str, **more: Any) -> dict[str, Any]:
    return {**PUSH, "as": alias, **more}


def compose(alias: str, value: object, **more: Any) -> dict[str, Any]:
    """A step that shows what `value` evaluates to."""
    return {"uses": "compose-output", "as": alias, "config": {"it": value}, **more}
