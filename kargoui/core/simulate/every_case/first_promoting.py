"""Promotions of all cases at once, as Kargo 1.4 runs them: first_engine.py for sets of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kargoui.core.expr import Unknown
from kargoui.core.simulate.engine import given_output
from kargoui.core.simulate.every_case.caseset import CaseSet, Universe
from kargoui.core.simulate.every_case.evaluating import Checked, Evaluation
from kargoui.core.simulate.every_case.exploring import Fails, Split, merged
from kargoui.core.simulate.every_case.progress import COMPOSED, Variables, union
from kargoui.core.simulate.every_case.promoting import End, Promotions, Ran
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
from kargoui.core.simulate.foreseen import foreseen
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Project
from kargoui.core.simulate.trace import Outcome

_AS_EXPECTED: Final = Outcome()


def promote_all(
    project: Project, plan: Plan, universe: Universe, pinned: Mapping[str, Outcome]
) -> Promotions:
    """The promotions of all cases of a Stage, each up to the first step that does not end well.

    Steps that are not `pinned` end as foreseen.
    """
    if any(step.config is None for step in plan.steps):
        return Promotions([], [(universe.all, End("Errored", NO_CONFIG, ""))])
    engine = _Engine(project, plan, universe, {**foreseen(plan), **pinned})
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
        self.evaluation = Evaluation(project, plan, universe)
        self.progress = self.evaluation.progress
        self.outcomes = outcomes
        self.live = universe.all
        self.found = Promotions()

    def run(self, index: int, step: PlannedStep) -> None:
        """What becomes of a step where the promotion has got that far."""
        refusal = never_begun(index, step)
        if refusal:
            self._end(step, self.live, refusal)
            return
        ran = Ran()
        failing, variables = self.evaluation.variables(step, self.live)
        guards: Split = [(self.live, True)]
        if step.guard is not None:
            rest = self.live & ~union(failing)
            guards = [*failing, *self.evaluation.text(step, step.guard, "if", rest, variables)]
            failing = []
        for mask, guard in guards:
            if guard is False:
                ran.statuses.append((mask, ("Succeeded", "")))
            elif guard is True or isinstance(guard, Unknown):
                self._attempted(index, step, mask, guard, failing, variables, ran)
            else:
                ran.statuses.append((mask, ("", "")))
                reason = guard.message if isinstance(guard, Fails) else NOT_BOOLEAN
                self._end(step, mask, unchecked(index, reason))
        statuses = merged(ran.statuses)
        self.found.steps.append((step.alias, statuses))
        self.progress.leave(step, statuses, self.progress.everywhere(ran.outputs))
        if step.uses == "compose-output":
            self.progress.compose(step, ran.fields)

    def _attempted(
        self,
        index: int,
        step: PlannedStep,
        mask: CaseSet,
        guard: object,
        failing: Split,
        variables: Variables,
        ran: Ran,
    ) -> None:
        """What becomes of a step where it runs, or may run."""
        unknown = isinstance(guard, Unknown)
        rest = mask & ~union(failing)
        fields: dict[str, Split] = {}
        if step.uses == "compose-output":
            configs, fields = self.evaluation.composed(step, rest, variables)
        else:
            configs = self.evaluation.checked(step, rest, variables)
        broken = [(mask, Checked(fails=value.message)) for mask, value in failing if isinstance(value, Fails)]
        for part, checked in [*broken, *configs]:
            status, message, output = self._concluded(step, checked, composed=bool(fields))
            ran.statuses.append((part, ("Unknown" if unknown else status, message)))
            ran.outputs.append((part, guard if unknown else output))
            if status != "Succeeded":
                end = threshold_met(index, step, message)
                self._end(step, part, end, "Unknown" if unknown else "Errored")
        if not unknown:
            ran.add(Ran(fields=fields))

    def _concluded(self, step: PlannedStep, checked: Checked, *, composed: bool) -> tuple[str, str, object]:
        if checked.fails:
            return "Errored", no_config(checked.fails), given_output(None)
        if composed and not checked.refusal:
            return "Succeeded", "", COMPOSED
        outcome = self.outcomes.get(step.alias, _AS_EXPECTED)
        status, message, output = concluded(step, checked.refusal, checked.config, outcome)
        return status, message, given_output(output)

    def _end(self, step: PlannedStep, mask: CaseSet, message: str, phase: str = "Errored") -> None:
        self.found.ends.append((mask, End(phase, ended(message), step.alias)))
        self.live &= ~mask
