"""What promotions will do before a cluster runs them: one promotion of one Stage in one case.

project = read_project("demo", documents, freight(documents))
trace = run(project, "testnet", Case(frozenset({"images"}), "images"), "1.11")
trace.phase, trace.message, [(step.alias, step.status, step.message) for step in trace.steps]
found = cases(project, "testnet", "1.11")
found.count, found.failing, found.groups[0].smallest
"""

from __future__ import annotations

from kargoui.core.simulate.every_case.answers import (
    Answered,
    CaseOutcome,
    Cases,
    Group,
    StepOutcome,
    answered,
)
from kargoui.core.simulate.every_case.reaching import all_cases, cases
from kargoui.core.simulate.examples import freight, shown_version
from kargoui.core.simulate.foreseen import foreseen
from kargoui.core.simulate.orders import better_orders
from kargoui.core.simulate.plan import NotCreated, Plan, PlannedStep, plan
from kargoui.core.simulate.project import Case, Project, freight_piece, graph_of, read_project
from kargoui.core.simulate.rollout import NOT_CREATED, Promotion, Rollout, rollout
from kargoui.core.simulate.simulator import run
from kargoui.core.simulate.trace import Outcome, StepTrace, Trace

__all__ = [
    "NOT_CREATED",
    "Answered",
    "Case",
    "CaseOutcome",
    "Cases",
    "Group",
    "NotCreated",
    "Outcome",
    "Plan",
    "PlannedStep",
    "Project",
    "Promotion",
    "Rollout",
    "StepOutcome",
    "StepTrace",
    "Trace",
    "all_cases",
    "answered",
    "better_orders",
    "cases",
    "foreseen",
    "freight",
    "freight_piece",
    "graph_of",
    "plan",
    "read_project",
    "rollout",
    "run",
    "shown_version",
]
