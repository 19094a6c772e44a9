"""Projects of any size as YAML text, as their authors would have written them; deterministic.

The default is the project of the benchmarks: 1,000 Stages, 20 Warehouses, some 5 MB.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench import manifest_text as text
from tests.bench.manifest_steps import steps as own_steps

NAMESPACE = "acme-pay"
REGIONS = ("eu-west", "us-east", "ap-south", "sa-east", "af-south", "eu-north", "us-west", "ap-east")
SERVICES = ("api", "ledger", "fraud", "payout", "mandate", "notify", "report", "vault", "quote", "settle")


@dataclass(frozen=True, slots=True)
class Request:
    origin: str
    direct: bool = False
    stages: tuple[str, ...] = ()
    soak: str = ""
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class StagePlan:
    name: str
    service: str
    requests: tuple[Request, ...]
    gate: bool = False


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    images: tuple[str, ...]
    charts: tuple[str, ...]
    configs: tuple[str, ...]
    stages: tuple[StagePlan, ...]


def plan_project(stages: int = 1000, warehouses: int = 20, seed: int = 1) -> ProjectPlan:
    """Who requests what: many pipelines, each from one preview by some tests to many regions."""
    chance = random.Random(seed)  # noqa: S311
    kinds = [("images", "charts", "configs")[index % 3] for index in range(max(3, warehouses))]
    names = {
        kind: tuple(f"{kind.removesuffix('s')}-{i}" for i in range(kinds.count(kind)))
        for kind in sorted(set(kinds))
    }
    plans: list[StagePlan] = []
    number = 0
    while len(plans) < stages:
        image = names["images"][number % len(names["images"])]
        chart = names["charts"][number % len(names["charts"])]
        config = chance.choice(names["configs"]) if number % 8 < 7 else ""
        service = f"{SERVICES[number % len(SERVICES)]}-{number // len(SERVICES)}"
        plans += _pipeline(service, (image, chart), config, chance)
        number += 1
    return ProjectPlan(names["images"], names["charts"], names["configs"], tuple(plans[:stages]))


def _pipeline(
    service: str, origins: tuple[str, str], config: str, chance: random.Random
) -> Iterator[StagePlan]:
    def stage(
        suffix: str, *upstream: str, soak: str = "", late: float = 0.0, gate: bool = False
    ) -> StagePlan:
        requests = [
            Request(origin, not upstream, upstream, soak, everywhere=len(upstream) > 1) for origin in origins
        ]
        if config:
            direct = not upstream or chance.random() < late
            requests.append(Request(config, direct, () if direct else upstream))
        return StagePlan(f"{service}-{suffix}", service, tuple(requests), gate)

    yield stage("previewnet")
    tests = [f"testnet-{region}" for region in REGIONS[: chance.choice((1, 2, 2, 3))]]
    for test in tests:
        yield stage(test, f"{service}-previewnet", late=0.8)
    if chance.random() < 0.5:
        yield stage("loadtest", f"{service}-previewnet", soak="30m")
    gates = tuple(f"{service}-{test}" for test in tests)
    yield stage("mainnet-gate", *gates, soak="12h", gate=True)
    yield stage("mainnet-canary", f"{service}-mainnet-gate", late=0.8)
    for region in REGIONS[: chance.randint(2, 8)]:
        yield stage(f"mainnet-{region}", f"{service}-mainnet-canary", soak="1h", late=1.0)


def project_text(stages: int = 1000, warehouses: int = 20, seed: int = 1) -> str:
    """The whole project as one YAML stream."""
    plan = plan_project(stages, warehouses, seed)
    return "---\n".join(
        [
            text.project(NAMESPACE),
            text.policies(NAMESPACE, [stage.name for stage in plan.stages if "previewnet" in stage.name]),
            *(text.image_warehouse(NAMESPACE, name) for name in plan.images),
            *(text.chart_warehouse(NAMESPACE, name) for name in plan.charts),
            *(text.config_warehouse(NAMESPACE, name) for name in plan.configs),
            *(text.task(NAMESPACE, name) for name in text.TASKS),
            *(_stage_text(stage) for stage in plan.stages),
        ]
    )


def _stage_text(stage: StagePlan) -> str:
    requests = [
        text.request(request.origin, request.direct, request.stages, request.soak, request.everywhere)
        for request in stage.requests
    ]
    image, chart, *config = [request.origin for request in stage.requests]
    steps = "" if stage.gate else own_steps(stage.name, stage.service, image, chart, *config)
    return text.stage(NAMESPACE, stage.name, stage.service, "".join(requests), steps)


def project_data(stages: int = 1000, warehouses: int = 20, seed: int = 1) -> list[dict[str, object]]:
    """Warehouses and Stages of the same project as data, with no more than the graph needs."""
    plan = plan_project(stages, warehouses, seed)
    found = [_data("Warehouse", name, {}) for name in (*plan.images, *plan.charts, *plan.configs)]
    for stage in plan.stages:
        requests = [
            {
                "origin": {"kind": "Warehouse", "name": request.origin},
                "sources": {"direct": request.direct, "stages": list(request.stages)},
            }
            for request in stage.requests
        ]
        found.append(_data("Stage", stage.name, {"requestedFreight": requests}))
    return found


def _data(kind: str, name: str, spec: dict[str, object]) -> dict[str, object]:
    api_version = "kargo.akuity.io/v1alpha1"
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, "spec": spec}


if __name__ == "__main__":
    sys.stdout.write(project_text(*map(int, sys.argv[1:])))
