"""What one step's expressions see in one case, also where the step would be skipped or never reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.catalog import VERSIONS
from kargoui.core.expr import ExpressionError, Scope, StepMeta
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.simulate import engine, first_engine
from kargoui.core.simulate.foreseen import foreseen, foreseen_output
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Case, Manifest, Project
from kargoui.core.simulate.surroundings import surroundings
from kargoui.core.simulate.templates import Where
from kargoui.core.simulate.trace import Outcome

_NO_OUTCOMES: Final[Mapping[str, Outcome]] = {}
_OF_PROMOTIONS: Final = ("ctx", "vars")  # what a promotion's own variables see


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """The step at one place of a plan. `scope` is None where a variable before it cannot be evaluated;
    `error` then says so in Kargo's words."""

    plan: Plan
    step: PlannedStep
    earlier: tuple[PlannedStep, ...]
    scope: Scope | None
    error: str = ""


def viewpoint(
    project: Project,
    planned: Plan,
    case: Case,
    position: int,
    *,
    where: Where = "if",
    variable: str = "",
    outcomes: Mapping[str, Outcome] = _NO_OUTCOMES,
) -> Viewpoint:
    """What the step at `position` of a plan sees after those before it have run.

    With `variable` it is what the step's variable of that name sees: the variables before it. Steps that no
    `outcomes` are given for end as foreseen.
    """
    step, earlier = planned.steps[position], planned.steps[:position]
    before = replace(planned, steps=earlier, steps_see_metas=True)
    around = surroundings(project, before, case, "")
    promote = first_engine.promote if planned.version == VERSIONS[0] else engine.promote
    promote(around, {**foreseen(before), **outcomes})
    if planned.version != VERSIONS[0]:
        around.metas.append(StepMeta(step.alias, continue_on_error=step.continue_on_error))
    try:
        scope = around.scope(_up_to(step, variable))
    except ExpressionError as error:
        return Viewpoint(planned, step, earlier, None, str(error))
    return Viewpoint(planned, step, earlier, around.with_secrets(scope) if where == "config" else scope)


def promotion_viewpoint(project: Project, planned: Plan, case: Case, variable: str) -> Viewpoint:
    """What the promotion's own variable of that name sees: ctx, and the variables before it."""
    names = [name for name, _ in planned.vars]
    at = len(names) - 1 - names[::-1].index(variable) if variable in names else len(names)
    first = replace(planned.steps[0], vars=())
    before = replace(planned, vars=planned.vars[:at], steps=(first,))
    found = viewpoint(project, before, case, 0)
    if found.scope is None:
        return found
    seen = {name: found.scope.variables[name] for name in _OF_PROMOTIONS}
    return replace(found, scope=replace(found.scope, variables=seen))


def _up_to(step: PlannedStep, variable: str) -> PlannedStep:
    names = [name for name, _ in step.vars]
    if variable not in names:
        return step
    return replace(step, vars=step.vars[: len(names) - 1 - names[::-1].index(variable)])


def position_of(project: Project, stage: str, index: int, inner: int = 0) -> int:
    """Where the Stage's step `index` stands among those of its plan; of a task, the task's step `inner`."""
    steps = items(mapping(project.stages[stage], "spec", "promotionTemplate", "spec").get("steps"))
    return sum(_length(project, mapping(step)) for step in steps[:index]) + inner


def _length(project: Project, step: Manifest) -> int:
    reference = mapping(step, "task")
    if not reference:
        return 1
    cluster = text(reference.get("kind")) == "ClusterPromotionTask"
    task = (project.cluster_tasks if cluster else project.tasks).get(text(reference.get("name")))
    return len(items(mapping(task, "spec").get("steps")))


def output_names(step: PlannedStep, version: str) -> tuple[str, ...]:
    """The names in a step's output, as far as they are known beforehand."""
    config = step.config.source if step.config is not None else None
    if step.uses == "compose-output":
        return tuple(name for name in mapping(config) if isinstance(name, str))
    output = foreseen_output(step, version)
    return tuple(output) if isinstance(output, Mapping) else ()
