"""The simulator's project for a page: the part that a Stage's promotions depend on, read once and kept.

project = stage_project(page.state, "previewnet")
found = stage_cases(project, "previewnet", "1.11")
"""

from __future__ import annotations

from functools import lru_cache

from kargoui.core.remembered import Recent
from kargoui.core.simulate import Cases, Project, cases, freight, plan, read_project
from kargoui.editor.pins import NO_PINS, Pins
from kargoui.pipelines.state import ProjectState

_KEPT = 64

PROJECTS: Recent[Project] = Recent(_KEPT)


def stage_project(state: ProjectState, stage: str) -> Project:
    """A Stage with all that it names: upstream Stages, Warehouses and tasks, and the Freight that there is.

    A query for each kind of these, one more for those that the draft has edited; none where the same
    manifests were read before.
    """
    name, parts = state.project.name, {**state.closure("Stage", stage), **state.digests("Freight")}
    key = (name, frozenset(parts.items()))
    known = PROJECTS.get(key)
    if known is not None:
        return known
    documents = state.data_at(parts)
    return PROJECTS.put(key, read_project(name, documents, freight(documents)))


@lru_cache(maxsize=_KEPT)
def stage_cases(project: Project, stage: str, version: str, pins: Pins = NO_PINS) -> Cases:
    """All cases of a Stage, with what was supposed of its steps; kept for a project that is still at hand."""
    pinned = pins.outcomes(plan(project, stage, version)) if pins else None
    return cases(project, stage, version, pinned)
