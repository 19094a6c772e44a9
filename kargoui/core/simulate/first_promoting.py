"""Promotions of all cases at once, as Kargo 1.4 runs them: first_engine.py for sets of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kargoui.core.expr import Unknown
from kargoui.core.simulate.caseset import CaseSet, Universe
from kargoui.core.simulate.engine import given_output
from kargoui.core.simulate.evaluating import Evaluation, union
from kargoui.core.simulate.exploring import Fails, Split, merged
from kargoui.core.simulate.first_engine import (
    NO_CONFIG,
    NOT_BOOLEAN,
    concluded,
    ended,
    never_begun,
    no_config,
    threshold_met,
    unchecked,
)
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Project
from kargoui.core.simulate.promoting import End, Promotions, Statuses
from kargoui.core.simulate.trace import Outcome

_AS_EXPECTED: Final = Outcome()


def promote_all(
    project: Project, plan: Plan, universe: Universe, outcomes: Mapping[str, Outcome]
) -> Promotions:
    """The promotions of all cases of a Stage, each up to the first step that does not end well."""
    if any(step.config is None for step in plan.steps):
        return Promotions([], [(universe.all, End("Errored", NO_CONFIG, ""))])
    engine = _Engine(project, plan, universe, outcomes)
    for index, step in enumerate(plan.steps):
        if engine.live:
            engine.run(index, step)
    if engine.live:
        engine.found.ends.append((engine.live, End("Succeeded", "", "")))
    return engine.found


class _Engine:
    """All promotions, step by step; `live` are the cases in which none has ended yet."""

    def __init__(
        self, project: Project, plan: Plan, universe: Universe, outcomes: Mapping[str, Outcome]
    ) -> None:
        self.state = Evaluation(project, plan, universe)
        self.outcomes = outcomes
        self.all = self.live = universe.all
        self.found = Promotions()

    def run(self, index: int, step: PlannedStep) -> None:
        """What becomes of a step where the promotion has got that far."""
        refusal = never_begun(index, step)
        if refusal:
            self._end(step, self.live, refusal)
            return
        statuses: Statuses = []
        outputs: Split = []
        guards: Split = [(self.live, True)]
        failing, variables = self.state.variables(step, self.live)
        if step.guard is not None:
            rest = self.live & ~union(failing)
            guards = [*failing, *self.state.text(step, step.guard, "if", rest, variables)]
            failing = []
        for mask, guard in guards:
            if guard is False:
                statuses.append((mask, ("Succeeded", "")))
            elif guard is True or isinstance(guard, Unknown):
                broken = [(both, value) for part, value in failing if (both := part & mask)]
                configs = self.state.config(step, mask & ~union(broken), variables)
                for part, config in [*broken, *configs]:
                    self._attempted(index, step, part, config, guard, statuses, outputs)
            else:
                statuses.append((mask, ("", "")))
                reason = guard.message if isinstance(guard, Fails) else NOT_BOOLEAN
                self._end(step, mask, unchecked(index, reason))
        self.found.steps.append((step.alias, merged(statuses)))
        self.state.leave(step, outputs)

    def _attempted(
        self,
        index: int,
        step: PlannedStep,
        mask: CaseSet,
        config: object,
        guard: object,
        statuses: Statuses,
        outputs: Split,
    ) -> None:
        """One config, or why there is none."""
        if isinstance(config, Fails):
            status, message, output = "Errored", no_config(config.message), None
        else:
            outcome = self.outcomes.get(step.alias, _AS_EXPECTED)
            status, message, output = concluded(step, config, outcome)
        unknown = isinstance(guard, Unknown)
        statuses.append((mask, ("Unknown" if unknown else status, message)))
        outputs.append((mask, guard if unknown else given_output(output)))
        if status != "Succeeded":
            phase = "Unknown" if unknown else "Errored"
            self._end(step, mask, threshold_met(index, step, message), phase)

    def _end(self, step: PlannedStep, mask: CaseSet, message: str, phase: str = "Errored") -> None:
        self.found.ends.append((mask, End(phase, ended(message), step.alias)))
        self.live &= ~mask
