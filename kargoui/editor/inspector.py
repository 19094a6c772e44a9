"""What the panel beside the canvas says about one node, read from that node's manifest and the policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kargoui.core.manifest.problems import Problem
from kargoui.core.pipeline import (
    AutoPromotion,
    StageNode,
    WarehouseNode,
    auto_promotion,
    pipeline,
    promotion_policies,
)
from kargoui.core.pipeline.reading import mapping, text
from kargoui.editor.links import manifest_url
from kargoui.editor.pages import ProjectPage
from kargoui.editor.slots import RequestEntry, origins_of, request_entries
from kargoui.editor.workbench import documents
from kargoui.editor.yaml_view import YamlView, yaml_view
from kargoui.pipelines.errors import NotFound

KINDS = {"stage": "Stage", "warehouse": "Warehouse"}
TABS = ("overview", "yaml")


@dataclass(frozen=True, slots=True)
class Inspection:
    """A node, seen from beside. `stage` or `warehouse` is set, and neither where no manifest describes it."""

    id: str
    kind: str
    name: str
    address: str
    tab: str
    colour: int = 0
    stage: StageNode | None = None
    warehouse: WarehouseNode | None = None
    requests: tuple[RequestEntry, ...] = ()
    known_stages: frozenset[str] = frozenset()
    promotion: AutoPromotion | None = None
    policy: str = ""
    problems: Sequence[Problem] = ()
    file: str = ""
    yaml: YamlView | None = None

    @property
    def missing(self) -> bool:
        return self.stage is None and self.warehouse is None


def inspection(page: ProjectPage, kind: str, name: str, tab: str = "") -> Inspection:
    """What there is to say about a node; `kind` in any case. Raises NotFound where there is none."""
    kind = kind.lower()
    if kind not in KINDS:
        raise NotFound
    tab = tab if tab in TABS else TABS[0]
    address = manifest_url(page.project.name, KINDS[kind], name)
    manifest = page.state.manifest(KINDS[kind], name)
    if manifest is None:
        return _missing(page, kind, name, tab)
    graph = pipeline([manifest.data] if isinstance(manifest.data, Mapping) else [])
    shown = yaml_view(
        manifest.text,
        manifest.base_text,
        lines_before=manifest.line,
        problem_lines={problem.line for problem in manifest.problems},
    )
    stage = graph.stages.get(name) if kind == "stage" else None
    promotion, policy = _promotion(page, stage) if stage else (None, "")
    return Inspection(
        f"{kind}/{name}",
        KINDS[kind],
        name,
        address,
        tab,
        colour=_colour(page, name) if kind == "warehouse" else 0,
        stage=stage,
        warehouse=graph.warehouses.get(name) if kind == "warehouse" else None,
        requests=_requests(page, manifest.data) if stage else (),
        known_stages=frozenset(page.names.get("Stage", [])),
        promotion=promotion,
        policy=policy,
        problems=manifest.problems,
        file=manifest.file,
        yaml=shown if tab == "yaml" else None,
    )


def policies(page: ProjectPage) -> list[object]:
    """The promotion policies that hold in the project."""
    found = page.state.data("ProjectConfig", "Project")
    return promotion_policies(found, page.project.kargo_version)


def policy_name(policy: object) -> str:
    """How a policy selects Stages, in as few words as it takes."""
    selector = mapping(policy, "stageSelector")
    labels = [f"{key}={value}" for key, value in mapping(selector, "matchLabels").items()]
    return text(mapping(policy).get("stage")) or text(selector.get("name")) or ", ".join(labels)


def _promotion(page: ProjectPage, stage: StageNode) -> tuple[AutoPromotion, str]:
    found = policies(page)
    promotion = auto_promotion([stage], found)[stage.name]
    return promotion, policy_name(found[promotion.policy]) if promotion.policy is not None else ""


def _requests(page: ProjectPage, stage: object) -> tuple[RequestEntry, ...]:
    warehouses = documents(page, "Warehouse", origins_of(stage))
    return request_entries(stage, warehouses, page.names.get("Warehouse", []))


def _colour(page: ProjectPage, name: str) -> int:
    return next((item.colour for item in page.warehouses if item.name == name), 0)


def _missing(page: ProjectPage, kind: str, name: str, tab: str) -> Inspection:
    graph = page.state.pipeline()
    if name not in (graph.stages if kind == "stage" else graph.warehouses):
        raise NotFound
    colour = graph.origins[name].colour if kind == "warehouse" else 0
    return Inspection(f"{kind}/{name}", KINDS[kind], name, "", tab, colour=colour)
