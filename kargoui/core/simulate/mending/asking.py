"""The guard that asks for the Freight that a step reads, told from its text alone: for many steps at once."""

from __future__ import annotations

from kargoui.core.catalog import catalog
from kargoui.core.simulate.mending import guarding
from kargoui.core.simulate.mending.candidates import Candidate, FailingStep, guard_for
from kargoui.core.simulate.mending.written import StepPlace, written
from kargoui.core.simulate.project import Project


def asking_guard(
    project: Project, stage: str, version: str, place: StepPlace, *, first: bool
) -> Candidate | None:
    """The guard with which a step runs only where all Freight is there that it reads without `?.`.

    None where there is no such guard. It is not tried on the cases: where a Stage requests no such chart,
    `chartFrom` fails in it too. `first`: nothing can fail before the step.
    """
    step = FailingStep(version, place, written(project, stage, place), (stage,), first)
    read = [each for each in step.without_care("config", "if") if each.finds_freight]
    if not read or not all(guarding.gives_nil(each, catalog(version)) for each in read):
        return None
    return guard_for(step, read)
