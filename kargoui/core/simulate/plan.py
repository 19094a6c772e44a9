"""The steps of a Stage's promotions: its template, with references to tasks replaced by the tasks' steps.

Follows InflateSteps: https://github.com/akuity/kargo/blob/v1.11.2/pkg/api/promotion.go and, for 1.4,
https://github.com/akuity/kargo/blob/v1.4.4/internal/kargo/promotion_builder.go
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from kargoui.core.catalog import VERSIONS, catalog
from kargoui.core.expr.quoting import quote
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.simulate.project import Manifest, Project, requested_origins
from kargoui.core.simulate.schema import config_check
from kargoui.core.simulate.templates import Template, Where, template_of
from kargoui.core.simulate.variables import MissingValue, Variables, inherited, task_variables

_SEPARATOR = "::"
# A reference to ctx that may tell which step is running
_SEES_STEP = re.compile(r"\$env|\bctx\b(?!\s*\.\s*(project|stage|promotion|targetFreight|uiBaseUrl)\b)")


class NotCreated(ValueError):  # noqa: N818 - what Kargo answers to whoever creates the Promotion
    """A promotion that Kargo refuses to create; the text is Kargo's."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of a promotion.

    `config` is None where there is none, `guard` where there is no `if`. `task` is the alias of the task that
    the step came from, else "". `check` says what is wrong with an evaluated config; None where the Kargo
    version ships no such step. `verdicts` remembers what it has said, and `endings` what has become of the
    step in all cases at once, for all steps that are made of the same one of a manifest.
    """

    alias: str
    uses: str
    guard: Template | None
    vars: Variables
    config: Template | None
    continue_on_error: bool
    error_threshold: int
    task: str
    named: bool
    check: Callable[[object], str] | None
    verdicts: dict[object, str]
    endings: dict[object, Any]

    def refusal(self, config: object, key: object = None) -> str:
        """What the check says of a config; asked once for all that have the same key, and for a constant."""
        if key is None and (self.config is None or self.config.evaluate is None):
            key = "constant"
        known = self.verdicts.get(key) if key is not None else None
        if known is None:
            assert self.check is not None  # noqa: S101 - for mypy: steps of unknown kinds get no config
            known = self.check(config)
            if key is not None:
                self.verdicts[key] = known
        return known


@dataclass(frozen=True, slots=True)
class Plan:
    """All promotions of one Stage under one Kargo version.

    `vars_see_step`: the promotion's variables may differ from step to step. `steps_see_metas`: something may
    read stepMetas.
    """

    stage: str
    version: str
    requests: tuple[str, ...]
    vars: Variables
    steps: tuple[PlannedStep, ...]
    vars_see_step: bool
    steps_see_metas: bool


def plan(project: Project, stage: str, version: str) -> Plan:
    """The plan of a Stage's promotions, made once. Raises NotCreated."""
    made = project.plans.get((stage, version))
    if made is None:
        try:
            made = _plan(project, stage, version)
        except NotCreated as refusal:
            made = refusal
        project.plans[(stage, version)] = made
    if isinstance(made, NotCreated):
        raise NotCreated(str(made))
    assert isinstance(made, Plan)  # noqa: S101 - for mypy: plans holds nothing else
    return made


def _plan(project: Project, name: str, version: str) -> Plan:
    stage = project.stages.get(name)
    place = f"Stage {quote(name)} in namespace {quote(project.name)}"
    if stage is None:
        raise NotCreated(f"could not find {place}")
    template = mapping(stage, "spec", "promotionTemplate", "spec")
    if not items(template.get("steps")):
        raise NotCreated(f"{place} defines no promotion steps")
    given = {"vars": mapping(stage, "spec").get("vars")} if version != VERSIONS[0] else {}
    key = (repr(given), repr(template), version)  # many Stages promote as others do
    alike = project.plans.get(key)
    if not isinstance(alike, Plan):
        alike = project.plans[key] = _inflated(project, given, template, version)
    return replace(alike, stage=name, requests=requested_origins(stage))


def _inflated(project: Project, given: Manifest, template: Manifest, version: str) -> Plan:
    """The plan of all Stages with these variables and this template."""
    variables = _variables(given, "vars") + _variables(template, "vars")
    inflated: list[PlannedStep] = []
    for index, step in enumerate(map(mapping, items(template.get("steps")))):
        if mapping(step, "task"):
            inflated.extend(_of_task(project, variables, step, index, version))
        else:
            position = len(inflated) if version == VERSIONS[0] else index
            inflated.append(_step(step, _alias(step, position, version), _variables(step), version))
    return Plan(
        "",
        version,
        (),
        variables,
        tuple(inflated),
        vars_see_step=any(_SEES_STEP.search(str(template.source)) for _, template in variables),
        steps_see_metas=any(map(_sees_metas, inflated)),
    )


def _sees_metas(step: PlannedStep) -> bool:
    for template in (step.guard, step.config, *(template for _, template in step.vars)):
        for leaf in template.leaves if template is not None else ():
            if "stepMetas" in leaf.text or "$env" in leaf.text:
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Task:
    """What is the same in all Stages that reference a task: its variables and steps."""

    variables: Variables
    own: tuple[Variables, ...]
    steps: tuple[PlannedStep, ...]


def _of_task(
    project: Project, promotion: Variables, step: Manifest, index: int, version: str
) -> Iterator[PlannedStep]:
    name = text(mapping(step, "task").get("name"))
    alias = _alias(step, index, version)
    try:
        task = _task(project, mapping(step, "task"), name, version)
        shared = task_variables(task.variables, promotion, _variables(step))
    except (NotCreated, MissingValue) as reason:
        word = "task" if version == VERSIONS[-1] else "tasks"
        raise NotCreated(f"inflate {word} steps for task {quote(name)} ({quote(alias)}): {reason}") from None
    # Kargo tells a task's steps by their aliases alone
    of_task = "" if _SEPARATOR in alias else alias
    for inner, own in zip(task.steps, inherited(shared, task.own), strict=True):
        whole = f"{alias}{_SEPARATOR}{inner.alias}"
        yield PlannedStep(
            whole,
            inner.uses,
            inner.guard,
            own,
            inner.config,
            inner.continue_on_error,
            inner.error_threshold,
            "" if _SEPARATOR in inner.alias else of_task,
            inner.named,
            inner.check,
            inner.verdicts,
            inner.endings,
        )


def _task(project: Project, reference: Manifest, name: str, version: str) -> _Task:
    kind = text(reference.get("kind"), "PromotionTask")
    if kind not in ("PromotionTask", "ClusterPromotionTask"):
        raise NotCreated(f"unknown task reference kind {quote(kind)}")
    found = (project.tasks if kind == "PromotionTask" else project.cluster_tasks).get(name)
    if found is None:
        raise NotCreated(f"{kind}.kargo.akuity.io {quote(name)} not found")
    known = project.plans.get((f"{kind}/{name}", version))
    if not isinstance(known, _Task):
        known = project.plans[(f"{kind}/{name}", version)] = _read_task(mapping(found, "spec"), version)
    return known


def _read_task(spec: Manifest, version: str) -> _Task:
    steps = [mapping(inner) for inner in items(spec.get("steps"))]
    own = tuple(map(_variables, steps))
    inner = (_step(step, _alias(step, position, version), (), version) for position, step in enumerate(steps))
    return _Task(_variables(spec), own, tuple(inner))


def _step(step: Manifest, alias: str, variables: Variables, version: str) -> PlannedStep:
    threshold = mapping(step, "retry").get("errorThreshold")
    guard = text(step.get("if"))
    shipped = text(step.get("uses")) in catalog(version).steps
    config = None if step.get("config") is None else template_of(step.get("config"), "config")
    return PlannedStep(
        alias=alias,
        uses=text(step.get("uses")),
        guard=template_of(guard, "if") if guard else None,
        vars=variables,
        config=config,
        continue_on_error=step.get("continueOnError") is True,
        error_threshold=threshold if isinstance(threshold, int) and threshold > 0 else 1,
        task=alias.partition(_SEPARATOR)[0] if alias.count(_SEPARATOR) == 1 else "",
        named=bool(text(step.get("as"))),
        check=config_check(version, text(step.get("uses"))) if shipped else None,
        verdicts={},
        endings={},
    )


def _alias(step: Manifest, index: int, version: str) -> str:
    """The step's own alias, else one by its number: from 0 in 1.4, from 1 later."""
    alias = text(step.get("as"))
    if alias:
        return alias
    word = "task" if mapping(step, "task") else "step"
    return f"{word}-{index if version == VERSIONS[0] else index + 1}"


def _variables(owner: Manifest, where: Where = "step-vars") -> Variables:
    listed = map(mapping, items(owner.get("vars")))
    return tuple(
        (text(variable.get("name")), template_of(text(variable.get("value")), where)) for variable in listed
    )
