"""The rules of Kargo's admission webhooks, kind by kind, as far as one manifest can break them alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kargoui.core.manifest.path import Path
from kargoui.core.manifest.policies import check_policies, check_receivers
from kargoui.core.manifest.problems import Problem
from kargoui.core.manifest.steps import check_steps
from kargoui.core.manifest.subscriptions import check_subscriptions
from kargoui.core.sentence import Sentence, gettext_noop

Admission = Callable[[str, dict[str, Any], list[Problem]], None]

_ORIGIN_TWICE: Final = gettext_noop(
    "Freight of the Warehouse %(origin)s is requested by entry %(first)s already. Remove one of them."
)
_NO_SOURCE: Final = gettext_noop(
    "Freight can never arrive: set direct to true, or name at least one upstream Stage in stages."
)
_MATCH_DIRECT: Final = gettext_noop(
    "The selection policy MatchUpstream cannot be used where Freight comes directly from its Warehouse."
)
_MATCH_ONE: Final = gettext_noop("The selection policy MatchUpstream requires exactly one upstream Stage.")
_CONFIG_NAME: Final = gettext_noop(
    'A ProjectConfig must have the name of its Project, which is "%(project)s" here, but it is "%(name)s".'
)
_CLUSTER_NAME: Final = gettext_noop('A ClusterConfig must have the name "cluster", but it is "%(name)s".')
_NO_ARTIFACT: Final = gettext_noop("Freight must contain at least one commit, image or chart.")
_REQUESTS: Final[Path] = ("spec", "requestedFreight")
_TEMPLATE: Final[Path] = ("spec", "promotionTemplate", "spec", "steps")
_POLICIES: Final[Path] = ("spec", "promotionPolicies")
_ARTIFACTS: Final = ("commits", "images", "charts", "artifacts")


def check_admission(version: str, data: dict[str, Any], out: list[Problem]) -> None:
    """What the webhook of the manifest's kind would refuse in this version, beyond the schema."""
    admission = _ADMISSIONS.get(data.get("kind"))
    if admission is not None:
        admission(version, data, out)


def at(data: object, path: Path) -> object:
    """What stands at a path of names; None where the path leads nowhere."""
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _check_stage(version: str, data: dict[str, Any], out: list[Problem]) -> None:
    """https://github.com/akuity/kargo/blob/v1.11.2/pkg/webhook/kubernetes/stage/webhook.go (validateSpec)."""
    requests = at(data, _REQUESTS)
    seen: dict[str, int] = {}
    for index, request in enumerate(requests if isinstance(requests, list) else ()):
        where = (*_REQUESTS, index)
        origin = at(request, ("origin", "name"))
        if isinstance(origin, str):
            first = seen.setdefault(origin, index)
            if first != index:
                params = {"origin": origin, "first": first + 1}
                out.append(Problem("duplicate-origin", where, Sentence(_ORIGIN_TWICE, params)))
        if isinstance(request, dict):
            _check_sources(request.get("sources") or {}, (*where, "sources"), out)
    check_steps(version, at(data, _TEMPLATE), _TEMPLATE, out, in_stage=True)


def _check_sources(sources: object, path: Path, out: list[Problem]) -> None:
    if not isinstance(sources, dict):
        return
    direct, stages = sources.get("direct"), sources.get("stages")
    if not direct and not stages:
        out.append(Problem("no-source", path, Sentence(_NO_SOURCE)))
    if at(sources, ("autoPromotionOptions", "selectionPolicy")) == "MatchUpstream":
        where = (*path, "autoPromotionOptions", "selectionPolicy")
        if direct:
            out.append(Problem("match-upstream", where, Sentence(_MATCH_DIRECT)))
        if not isinstance(stages, list) or len(stages) != 1:
            out.append(Problem("match-upstream", where, Sentence(_MATCH_ONE)))


def _check_task(version: str, data: dict[str, Any], out: list[Problem]) -> None:
    check_steps(version, at(data, ("spec", "steps")), ("spec", "steps"), out, in_stage=False)


def _check_warehouse(version: str, data: dict[str, Any], out: list[Problem]) -> None:
    path = ("spec", "subscriptions")
    check_subscriptions(version, at(data, path), path, out)


def _check_project(version: str, data: dict[str, Any], out: list[Problem]) -> None:
    """Policies moved to ProjectConfig in 1.5, and only 1.4 checks them here.

    https://github.com/akuity/kargo/blob/v1.4.4/internal/webhook/project/webhook.go
    """
    if version == "1.4":
        check_policies(at(data, _POLICIES), _POLICIES, out)


def _check_project_config(_version: str, data: dict[str, Any], out: list[Problem]) -> None:
    """https://github.com/akuity/kargo/blob/v1.11.2/pkg/webhook/kubernetes/projectconfig/webhook.go."""
    name, project = at(data, ("metadata", "name")), at(data, ("metadata", "namespace"))
    if name != project:
        params = {"name": name, "project": project}
        out.append(Problem("wrong-name", ("metadata", "name"), Sentence(_CONFIG_NAME, params)))
    check_policies(at(data, _POLICIES), _POLICIES, out)
    check_receivers(at(data, ("spec", "webhookReceivers")), ("spec", "webhookReceivers"), out)


def _check_cluster_config(_version: str, data: dict[str, Any], out: list[Problem]) -> None:
    """https://github.com/akuity/kargo/blob/v1.11.2/pkg/webhook/kubernetes/clusterconfig/webhook.go."""
    name = at(data, ("metadata", "name"))
    if name != "cluster":
        out.append(Problem("wrong-name", ("metadata", "name"), Sentence(_CLUSTER_NAME, {"name": name})))
    check_receivers(at(data, ("spec", "webhookReceivers")), ("spec", "webhookReceivers"), out)


def _check_freight(_version: str, data: dict[str, Any], out: list[Problem]) -> None:
    """https://github.com/akuity/kargo/blob/v1.11.2/pkg/webhook/kubernetes/freight/webhook.go."""
    if not any(data.get(artifacts) for artifacts in _ARTIFACTS):
        out.append(Problem("no-artifact", (), Sentence(_NO_ARTIFACT)))


_ADMISSIONS: Final[Mapping[object, Admission]] = {
    "Stage": _check_stage,
    "PromotionTask": _check_task,
    "ClusterPromotionTask": _check_task,
    "Warehouse": _check_warehouse,
    "Project": _check_project,
    "ProjectConfig": _check_project_config,
    "ClusterConfig": _check_cluster_config,
    "Freight": _check_freight,
}
