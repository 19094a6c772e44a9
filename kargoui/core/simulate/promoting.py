"""Promotions of all cases at once, as Kargo 1.5 and later run them: engine.py for sets of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kargoui.core.expr import Unknown
from kargoui.core.simulate.caseset import CaseSet, Universe
from kargoui.core.simulate.engine import concluded, given_output, unchecked
from kargoui.core.simulate.evaluating import Evaluation, Variables, union
from kargoui.core.simulate.exploring import Fails, Split, merged
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Project
from kargoui.core.simulate.trace import Outcome
from kargoui.core.simulate.wording import wording

Statuses = list[tuple[CaseSet, tuple[str, str]]]  # status and message

_AS_EXPECTED: Final = Outcome()
_BAD: Final = frozenset({"Failed", "Errored"})


@dataclass(frozen=True, slots=True)
class End:
    """How a promotion ends, and the alias of the step that decides, "" where it succeeds."""

    phase: str
    message: str
    step: str


@dataclass(slots=True)
class Promotions:
    """Status and message of each step, where it was begun, and how the promotions end."""

    steps: list[tuple[str, Statuses]] = field(default_factory=list)
    ends: list[tuple[CaseSet, End]] = field(default_factory=list)


def promote_all(
    project: Project, plan: Plan, universe: Universe, outcomes: Mapping[str, Outcome]
) -> Promotions:
    """The promotions of all cases of a Stage."""
    engine = _Engine(project, plan, universe, outcomes)
    found = Promotions([(step.alias, engine.run(step)) for step in plan.steps])
    found.ends = _ends(plan, universe.all, found.steps)
    return found


class _Engine:
    """All promotions, step by step."""

    def __init__(
        self, project: Project, plan: Plan, universe: Universe, outcomes: Mapping[str, Outcome]
    ) -> None:
        self.state = Evaluation(project, plan, universe)
        self.words = wording(plan.version)
        self.outcomes = outcomes
        self.all = universe.all

    def run(self, step: PlannedStep) -> Statuses:
        """What becomes of a step, and how that changes what the next ones see."""
        statuses, outputs = self._guarded(step) if step.guard is not None else self._implied(step)
        state = self.state
        statuses = merged(statuses)
        state.statuses[step.alias] = list(statuses)
        state.continues[step.alias] = step.continue_on_error
        state.leave(step, outputs)
        if not step.continue_on_error:
            state.failed |= union(part for part in statuses if part[1][0] in _BAD)
        return statuses

    def _implied(self, step: PlannedStep) -> tuple[Statuses, Split]:
        """A step without `if`: it runs while nothing has failed."""
        failed = self.state.failed
        live = self.all & ~failed
        done: Statuses = [(failed, ("Skipped", ""))] if failed else []
        if not live:
            return done, []
        failing, variables = self.state.variables(step, live) if step.config is not None else ([], {})
        statuses, outputs = self._attempted(step, live, failing, variables)
        return done + statuses, outputs

    def _guarded(self, step: PlannedStep) -> tuple[Statuses, Split]:
        assert step.guard is not None  # noqa: S101 - for mypy: the caller has looked
        failing, variables = self.state.variables(step, self.all)
        guards = self.state.text(step, step.guard, "if", self.all & ~union(failing), variables)
        statuses: Statuses = []
        outputs: Split = []
        for mask, guard in [*failing, *guards]:
            if guard is False:
                statuses.append((mask, ("Skipped", "")))
            elif guard is True or isinstance(guard, Unknown):
                ran = self._attempted(step, mask, [], variables)
                new, given = ran if guard is True else _perhaps(ran, guard)
                statuses += new
                outputs += given
            else:
                reason = guard.message if isinstance(guard, Fails) else self.words.not_boolean(guard)
                statuses.append((mask, ("Errored", unchecked(step, reason))))
        return statuses, outputs

    def _attempted(
        self, step: PlannedStep, live: CaseSet, failing: Split, variables: Variables
    ) -> tuple[Statuses, Split]:
        """Statuses and outputs of a step where it runs."""
        if step.check is None:
            return [(live, ("Errored", self.words.unknown_kind(step.uses)))], []
        statuses: Statuses = []
        outputs: Split = []
        configs = self.state.config(step, live & ~union(failing), variables)
        for mask, config in [*failing, *configs]:
            if isinstance(config, Fails):
                statuses.append((mask, ("Errored", self.words.no_config(config.message))))
                if not self.words.builds_context:
                    outputs.append((mask, given_output(None)))
                continue
            outcome = self.outcomes.get(step.alias, _AS_EXPECTED)
            status, message, output = concluded(step, config, self.words, outcome)
            statuses.append((mask, (status, message)))
            outputs.append((mask, given_output(output)))
        return statuses, outputs


def _perhaps(ran: tuple[Statuses, Split], guard: Unknown) -> tuple[Statuses, Split]:
    """A step that may or may not run: what is known of it is whether it would end well."""
    statuses: Statuses = []
    for mask, (status, message) in ran[0]:
        statuses.append((mask, ("Unknown", message if status in _BAD else "")))
    return statuses, [(mask, guard) for mask, _ in ran[1]]


def _ends(plan: Plan, cases: CaseSet, steps: list[tuple[str, Statuses]]) -> list[tuple[CaseSet, End]]:
    """The worst step decides, the first of equals; those that may continue on error do not count."""
    found: dict[End, CaseSet] = {}
    counting = [each for each, step in zip(steps, plan.steps, strict=True) if not step.continue_on_error]
    for severity in ("Errored", "Failed", "Unknown", "Skipped"):
        for alias, split in counting:
            for mask, (status, message) in split:
                harmless = status == "Unknown" and not message
                if status != severity or harmless or not (here := mask & cases):
                    continue
                end = End("Succeeded", message, "") if status == "Skipped" else End(status, message, alias)
                found[end] = found.get(end, 0) | here
                cases &= ~here
    if cases:
        well = End("Succeeded", "", "")
        found[well] = found.get(well, 0) | cases
    return [(mask, end) for end, mask in found.items()]
