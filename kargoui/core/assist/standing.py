"""Where a value of a step stands in the promotions of a Stage, and so what its expressions see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.assist.known import Place
from kargoui.core.expr import Unknown
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.simulate import Case, NotCreated, PlannedStep, Project, plan
from kargoui.core.simulate.project import requested_origins
from kargoui.core.simulate.templates import Template, Where
from kargoui.core.simulate.variables import Variables
from kargoui.core.simulate.viewpoint import position_of, promotion_viewpoint, viewpoint

NO_STAGE: Final = ""  # the Stage that stands for one where a task has no user


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of a Stage's step `index`, or of step `inner` of the task that it references.

    `variable` is the name of the variable whose value it is, "" for an `if` or a part of a config. With
    `where` "vars" it is a variable of the Stage or its template, and of no step.
    """

    where: Where
    index: int = 0
    inner: int | None = None
    variable: str = ""


def case_of(requests: Iterable[str], filled: Iterable[str] = (), target: str = "") -> Case:
    """A case of these slots; without a target that is one of them: all filled, the first one's promotion."""
    slots = tuple(requests)
    if target not in slots:
        return Case(frozenset(slots), slots[0] if slots else "")
    return Case(frozenset(filled).intersection(slots) | {target}, target)


def place_of(project: Project, stage: str, spot: Spot, case: Case, version: str) -> Place:
    """What an expression sees there, as far as it is known."""
    requests = requested_origins(project.stages[stage])
    bare = Place(version, spot.where, requests=requests, warehouses=project.warehouses)
    try:
        planned = plan(project, stage, version)
    except NotCreated as refusal:
        return replace(bare, error=str(refusal))
    position = position_of(project, stage, spot.index, spot.inner or 0)
    if position >= len(planned.steps):
        return bare
    if spot.where == "vars":
        view = promotion_viewpoint(project, planned, case, spot.variable)
    else:
        view = viewpoint(project, planned, case, position, where=spot.where, variable=spot.variable)
    return replace(
        bare,
        error=view.error,
        scope=view.scope,
        earlier=view.earlier,
        # What a step hands to its task stands outside of the task
        task=view.step.task if spot.inner is not None else "",
        variables=tuple(name for name, _ in (*planned.vars, *view.step.vars)),
    )


def reference_to(stage: object, task: str) -> int | None:
    """The first step of a Stage that references a PromotionTask of the project; None where none does."""
    steps = items(mapping(stage, "spec", "promotionTemplate", "spec").get("steps"))
    for index, step in enumerate(steps):
        reference = mapping(step, "task")
        if reference.get("name") == task and reference.get("kind") != "ClusterPromotionTask":
            return index
    return None


def alone(project: Project, task: str, version: str) -> Project:
    """The project with one Stage more, NO_STAGE, which uses the task and requests nothing.

    The variables that the task wants to be given are Unknown there.
    """
    wanted = _to_be_given(project.tasks.get(task))
    given = [{"name": name, "value": "?"} for name in wanted]
    step = {"task": {"name": task}, "vars": given}
    stage = {"spec": {"promotionTemplate": {"spec": {"steps": [step]}}}}
    made = replace(project, stages={**project.stages, NO_STAGE: stage}, plans={}, evaluated={})
    try:
        planned = plan(made, NO_STAGE, version)
    except NotCreated:
        return made
    steps = tuple(_ungiven(each, wanted) for each in planned.steps)
    made.plans[(NO_STAGE, version)] = replace(planned, steps=steps)
    return made


def _to_be_given(task: object) -> frozenset[str]:
    variables = map(mapping, items(mapping(task, "spec").get("vars")))
    return frozenset(text(each.get("name")) for each in variables if not text(each.get("value")))


def _ungiven(step: PlannedStep, wanted: frozenset[str]) -> PlannedStep:
    variables: Variables = tuple(
        (name, Template("", Unknown(f"vars.{name}"), None) if name in wanted else value)
        for name, value in step.vars
    )
    return replace(step, vars=variables)
