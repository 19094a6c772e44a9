"""Where the steps of a Stage's promotions are written, and which texts decide what one of them does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.simulate.project import Manifest, Project

_TEMPLATE = ("spec", "promotionTemplate", "spec")


@dataclass(frozen=True, slots=True)
class Written:
    """A text that counts: an `if`, or one with an expression in it. `part` is if, config or vars."""

    kind: str
    name: str
    path: Path
    text: str
    part: str


@dataclass(frozen=True, slots=True)
class StepPlace:
    """A step in the manifest that holds it: a Stage, or the task that the Stage's `reference` names."""

    kind: str
    name: str
    path: Path
    reference: Path | None = None

    def same(self, other: StepPlace) -> bool:
        """Whether both are one step, whoever references its task."""
        return (self.kind, self.name, self.path) == (other.kind, other.name, other.path)


def step_places(project: Project, stage: str) -> list[StepPlace]:
    """The places of the steps of a Stage's plan, in its order."""
    found: list[StepPlace] = []
    for index, step in enumerate(items(mapping(project.stages[stage], *_TEMPLATE).get("steps"))):
        path: Path = (*_TEMPLATE, "steps", index)
        if not (reference := mapping(step, "task")):
            found.append(StepPlace("Stage", stage, path))
            continue
        kind, name = text(reference.get("kind"), "PromotionTask"), text(reference.get("name"))
        inner = items(mapping(document(project, kind, name), "spec").get("steps"))
        found += [StepPlace(kind, name, ("spec", "steps", number), path) for number in range(len(inner))]
    return found


def document(project: Project, kind: str, name: str) -> Manifest:
    """A Stage or task; empty where there is none of that name."""
    of_kind = {
        "Stage": project.stages,
        "PromotionTask": project.tasks,
        "ClusterPromotionTask": project.cluster_tasks,
    }
    return of_kind.get(kind, {}).get(name, {})


def written(project: Project, stage: str, place: StepPlace) -> list[Written]:
    """The texts with expressions that decide what a step does: its own, then the variables that it gets."""
    step = _at(document(project, place.kind, place.name), place.path)
    found = [*_texts(place.kind, place.name, place.path, step, "config", "config")]
    if guard := text(mapping(step).get("if")):
        found.append(Written(place.kind, place.name, (*place.path, "if"), guard, "if"))
    found += _variables(place.kind, place.name, place.path, step)
    if place.reference is not None:
        task = mapping(document(project, place.kind, place.name), "spec")
        found += _variables("Stage", stage, place.reference, _at(project.stages[stage], place.reference))
        found += _variables(place.kind, place.name, ("spec",), task)
    found += _variables("Stage", stage, _TEMPLATE, mapping(project.stages[stage], *_TEMPLATE))
    return [*found, *_variables("Stage", stage, ("spec",), mapping(project.stages[stage], "spec"))]


def _variables(kind: str, name: str, path: Path, owner: object) -> Iterator[Written]:
    for index, variable in enumerate(items(mapping(owner).get("vars"))):
        yield from _texts(kind, name, (*path, "vars", index), variable, "value", "vars")


def _texts(kind: str, name: str, path: Path, owner: object, key: str, part: str) -> Iterator[Written]:
    for below, value in _leaves(mapping(owner).get(key), (*path, key)):
        yield Written(kind, name, below, value, part)


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str) and ("${{" in value or "${%" in value):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(key, str):
                yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))


def _at(value: object, path: Path) -> object:
    for part in path:
        if isinstance(part, int):
            value = value[part] if isinstance(value, list) and part < len(value) else None
        else:
            value = mapping(value).get(part)
    return value
