"""One promotion of one Stage in one case, under one Kargo version."""

from __future__ import annotations

from collections.abc import Mapping

from kargoui.core.catalog import VERSIONS, catalog
from kargoui.core.simulate import engine, first_engine
from kargoui.core.simulate.plan import plan
from kargoui.core.simulate.project import Case, Project
from kargoui.core.simulate.surroundings import surroundings
from kargoui.core.simulate.trace import Outcome, Trace

_NO_OUTCOMES: Mapping[str, Outcome] = {}


def run(
    project: Project,
    stage: str,
    case: Case,
    version: str,
    outcomes: Mapping[str, Outcome] = _NO_OUTCOMES,
    actor: str = "",
) -> Trace:
    """The promotion of `case.target`'s Freight to a Stage whose slots are filled as the case says.

    `outcomes` are those of steps by alias; every other step succeeds with no output. Raises NotCreated where
    Kargo would refuse to create the promotion.
    """
    version = catalog(version).version
    around = surroundings(project, plan(project, stage, version), case, actor)
    promote = first_engine.promote if version == VERSIONS[0] else engine.promote
    return promote(around, outcomes)
