"""The steps of a task that fail in some case, and in which Stages they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kargoui.core.manifest.path import Path
from kargoui.core.simulate import NotCreated, PlannedStep, Project, cases, plan
from kargoui.core.simulate.mending.effects import failures
from kargoui.core.simulate.mending.written import StepPlace, step_places


@dataclass(frozen=True, slots=True)
class Failure:
    """A step in one Stage: its alias there, in how many of all cases it fails, and what it says first."""

    stage: str
    alias: str
    failing: int
    count: int
    message: str


@dataclass(frozen=True, slots=True)
class FailingStep:
    """A step with the Stages that it fails in, never none."""

    title: str
    alias: str
    failures: tuple[Failure, ...]

    @property
    def first(self) -> Failure:
        return self.failures[0]

    @property
    def more(self) -> tuple[Failure, ...]:
        return self.failures[1:]


def failing_in_task(project: Project, task: str, version: str) -> list[FailingStep]:
    """The steps of a task that fail in some case of some Stage."""
    found = [
        each
        for stage in project.stages
        if any(place.kind == "PromotionTask" and place.name == task for place in step_places(project, stage))
        for each in _failures(project, stage, version)
        if (each[0].kind, each[0].name) == ("PromotionTask", task)
    ]
    by_place: dict[tuple[str, str, Path], list[tuple[PlannedStep, Failure]]] = {}
    for place, step, failure in sorted(found, key=lambda each: each[0].path[-1]):
        by_place.setdefault((place.kind, place.name, place.path), []).append((step, failure))
    return [
        FailingStep(step.uses, _own_alias(step), tuple(failure for _, failure in listed))
        for listed in by_place.values()
        for step in [listed[0][0]]
    ]


def _own_alias(step: PlannedStep) -> str:
    """The alias that its author gave a step."""
    return step.alias.rpartition("::")[2] if step.named else ""


def _failures(project: Project, stage: str, version: str) -> Iterator[tuple[StepPlace, PlannedStep, Failure]]:
    try:
        steps = plan(project, stage, version).steps
    except NotCreated:
        return
    found = cases(project, stage, version)
    for place, step in zip(step_places(project, stage), steps, strict=True):
        by_message = failures(found, [step.alias])
        failing = sum(each.bit_count() for each in by_message.values())
        if failing:
            yield place, step, Failure(stage, step.alias, failing, found.count, next(iter(by_message)))
