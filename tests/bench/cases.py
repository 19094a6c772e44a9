"""All cases: of 1,000 Stages with 3 slots each that share one task, and of one Stage with 16 slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kargoui.core.simulate import Project, all_cases, cases, freight, read_project
from tests.bench.clock import best, row

IMAGE, CHARTS, GIT = "ghcr.io/acme/api", "https://charts.acme.io", "https://git.acme.io/config"
STAGES, SLOTS, SERVICES = 1000, 16, 7
MOST = 1.0  # seconds


def run() -> dict[str, object]:
    """Seconds from the documents on: reading, planning, every case, who can reach it."""
    documents = shared_task_project()
    wide = {name: wide_stage(steps) for name, steps in shapes().items()}
    slowest = max(best(lambda given=given: _one(given)) for given in wide.values())  # type: ignore[misc]
    return {
        "rows": [
            row("all cases of 1,000 Stages, 3 slots each", best(lambda: _all(documents)), "s", MOST),
            row(f"all cases of one Stage, 16 slots, slowest of {len(wide)} shapes", slowest, "s", MOST),
        ]
    }


def _all(documents: list[dict[str, Any]]) -> None:
    found = all_cases(read(documents), "1.11")
    assert len(found) == STAGES
    assert {each.count for each in found.values()} == {12}


def _one(documents: list[dict[str, Any]]) -> None:
    assert cases(read(documents), "wide", "1.11").count == SLOTS * 2 ** (SLOTS - 1)


def read(documents: list[dict[str, Any]]) -> Project:
    return read_project("demo", documents, freight(documents))


def manifest(kind: str, name: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "kargo.akuity.io/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def stage(name: str, origins: list[str], steps: list[dict[str, Any]]) -> dict[str, Any]:
    requests = [
        {"origin": {"kind": "Warehouse", "name": origin}, "sources": {"direct": True}} for origin in origins
    ]
    spec = {"requestedFreight": requests, "promotionTemplate": {"spec": {"steps": steps}}}
    return manifest("Stage", name, spec)


def shared_task_project() -> list[dict[str, Any]]:
    """Stages of several services, each with an image, a chart and a repository of its own."""
    documents = [manifest("PromotionTask", "promote", {"vars": TASK_VARS, "steps": TASK_STEPS})]
    for number in range(SERVICES):
        image = {"image": {"repoURL": f"{IMAGE}-{number}", "constraint": "^1.0.0"}}
        chart = {"chart": {"repoURL": CHARTS, "name": f"api-{number}", "semverConstraint": "^1.0.0"}}
        git = {"git": {"repoURL": f"{GIT}-{number}", "branch": "main"}}
        for kind, subscription in (("images", image), ("charts", chart), ("config", git)):
            documents.append(manifest("Warehouse", f"{kind}-{number}", {"subscriptions": [subscription]}))
    for index in range(STAGES):
        number = index % SERVICES
        given = {"image": f"{IMAGE}-{number}", "chart": f"api-{number}", "repo": f"{GIT}-{number}"}
        variables = [{"name": name, "value": value} for name, value in given.items()]
        origins = [f"{kind}-{number}" for kind in ("images", "charts", "config")]
        reference = {"task": {"name": "promote"}, "as": "promote", "vars": variables}
        documents.append(stage(f"stage-{index}", origins, [reference]))
    return documents


def wide_stage(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One Stage that requests as many images as a Stage may have slots."""
    images = [
        manifest(
            "Warehouse", f"images-{number}", {"subscriptions": [{"image": {"repoURL": f"{IMAGE}-{number}"}}]}
        )
        for number in range(SLOTS)
    ]
    return [*images, stage("wide", [f"images-{number}" for number in range(SLOTS)], steps)]


def shapes() -> dict[str, list[dict[str, Any]]]:
    """Steps that tell slots apart in different ways: one by one, all at once, by outputs, by variables."""
    finders = [f'imageFrom("{IMAGE}-{number}")' for number in range(SLOTS)]
    guards = [f"${{{{ {finder} != nil && success() }}}}" for finder in finders]
    targets = [f'${{{{ ctx.targetFreight.origin.name == "images-{number}" }}}}' for number in range(SLOTS)]
    tags = {f"v{number}": f"${{{{ {finder}?.Tag }}}}" for number, finder in enumerate(finders)}
    listed = {"path": "values.yaml", "updates": [{"key": key, "value": value} for key, value in tags.items()]}
    variables = [{"name": name, "value": value} for name, value in tags.items()]
    return {
        "unguarded": updates(finders, [""] * SLOTS),
        "guarded": [*updates(finders, guards), commit(f"Promote {each('outputs.u{}?.commitMessage')}")],
        "one guard": [{**commit("Promote"), "if": f"${{{{ {' != nil && '.join(finders)} != nil }}}}"}],
        "one message": [commit(" ".join(tags.values()))],
        "one list": [{"uses": "yaml-update", "config": listed}],
        "composed": [
            {"uses": "compose-output", "as": "all", "config": tags},
            commit(each("outputs.all.v{}")),
        ],
        "by target": updates(finders, targets),
        "variables": [{**commit(each("vars.v{}")), "vars": variables}],
    }


def each(expression: str) -> str:
    """A text with an expression for each slot."""
    return " ".join(f"${{{{ {expression.format(number)} }}}}" for number in range(SLOTS))


def updates(finders: list[str], guards: list[str]) -> list[dict[str, Any]]:
    """A step for each slot."""
    pairs = enumerate(zip(finders, guards, strict=True))
    return [update(f"u{n}", f"${{{{ {finder}.Tag }}}}", guard) for n, (finder, guard) in pairs]


def update(alias: str, value: str, guard: str = "") -> dict[str, Any]:
    updates = {"path": "./values.yaml", "updates": [{"key": "image.tag", "value": value}]}
    step = {"uses": "yaml-update", "as": alias, "config": updates}
    return {**step, "if": guard} if guard else step


def commit(message: str) -> dict[str, Any]:
    return {"uses": "git-commit", "config": {"path": "./out", "message": message}}


TASK_VARS = [
    *({"name": name} for name in ("image", "chart", "repo")),
    {"name": "branch", "value": "stage/${{ ctx.stage }}"},
]
_CHART = f'chartFrom("{CHARTS}", vars.chart)'
TASK_STEPS: list[dict[str, Any]] = [
    {
        "uses": "git-clone",
        "config": {
            "repoURL": GIT,
            "checkout": [
                {"branch": "main", "path": "./src"},
                {"branch": "${{ vars.branch }}", "create": True, "path": "./out"},
            ],
        },
    },
    {
        "uses": "helm-update-chart",
        "as": "chart",
        "if": f"${{{{ {_CHART} != nil && success() }}}}",
        "config": {
            "path": "./src",
            "charts": [
                {
                    "repository": CHARTS,
                    "name": "${{ vars.chart }}",
                    "version": f"${{{{ {_CHART}.Version }}}}",
                }
            ],
        },
    },
    update("image", "${{ imageFrom(vars.image).Tag }}"),
    {"uses": "copy", "config": {"inPath": "./src", "outPath": "./out"}},
    update("commit-id", '${{ commitFrom(vars.repo)?.ID ?? "main" }}'),
    {
        **commit(
            "Promote to ${{ ctx.stage }}\n\n"
            '${{ task.outputs.chart?.commitMessage ?? "" }}\n${{ task.outputs.image?.commitMessage ?? "" }}'
        ),
        "as": "commit",
    },
    {"uses": "git-push", "as": "push", "config": {"path": "./out"}},
    {
        "uses": "argocd-update",
        "config": {
            "apps": [
                {
                    "name": "api-${{ ctx.stage }}",
                    "sources": [
                        {"repoURL": "${{ vars.repo }}", "desiredRevision": "${{ task.outputs.push.commit }}"}
                    ],
                }
            ]
        },
    },
]
