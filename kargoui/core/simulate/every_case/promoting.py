"""Promotions of all cases at once, as Kargo 1.5 and later run them: engine.py for sets of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kargoui.core.expr import Unknown
from kargoui.core.simulate.engine import concluded, given_output, unchecked
from kargoui.core.simulate.every_case.caseset import CaseSet, Universe
from kargoui.core.simulate.every_case.evaluating import Checked, Evaluation
from kargoui.core.simulate.every_case.exploring import Fails, Split, merged
from kargoui.core.simulate.every_case.progress import COMPOSED, Statuses, Variables, union
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Project
from kargoui.core.simulate.trace import Outcome
from kargoui.core.simulate.wording import wording

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


@dataclass(slots=True)
class Ran:
    """What has become of one step; `fields` are those of a compose-output."""

    statuses: Statuses = field(default_factory=list)
    outputs: Split = field(default_factory=list)
    fields: dict[str, Split] = field(default_factory=dict)

    def add(self, other: Ran) -> None:
        """The same in other cases."""
        self.statuses += other.statuses
        self.outputs += other.outputs
        for name, split in other.fields.items():
            self.fields.setdefault(name, []).extend(split)


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
        self.evaluation = Evaluation(project, plan, universe)
        self.progress = self.evaluation.progress
        self.words = wording(plan.version)
        self.outcomes = outcomes
        self.all = universe.all

    def run(self, step: PlannedStep) -> Statuses:
        """What becomes of a step, and how that changes what the next ones see."""
        ran = self._guarded(step) if step.guard is not None else self._implied(step)
        statuses = merged(ran.statuses)
        self.progress.leave(step, statuses, ran.outputs)
        if step.uses == "compose-output":
            self.progress.compose(step, ran.fields)
        if not step.continue_on_error:
            self.progress.failed |= union(part for part in statuses if part[1][0] in _BAD)
        return statuses

    def _implied(self, step: PlannedStep) -> Ran:
        """A step without `if`: it runs while nothing has failed."""
        failed = self.progress.failed
        live = self.all & ~failed
        skipped: Statuses = [(failed, ("Skipped", ""))] if failed else []
        if not live:
            return Ran(skipped)
        failing, variables = self.evaluation.variables(step, live) if step.config is not None else ([], {})
        ran = self._attempted(step, live, failing, variables)
        return Ran(skipped + ran.statuses, ran.outputs, ran.fields)

    def _guarded(self, step: PlannedStep) -> Ran:
        assert step.guard is not None  # noqa: S101 - for mypy: the caller has looked
        failing, variables = self.evaluation.variables(step, self.all)
        guards = self.evaluation.text(step, step.guard, "if", self.all & ~union(failing), variables)
        found = Ran()
        for mask, guard in [*failing, *guards]:
            if guard is False:
                found.statuses.append((mask, ("Skipped", "")))
            elif guard is True or isinstance(guard, Unknown):
                ran = self._attempted(step, mask, [], variables)
                found.add(ran if guard is True else _perhaps(ran, guard))
            else:
                reason = guard.message if isinstance(guard, Fails) else self.words.not_boolean(guard)
                found.statuses.append((mask, ("Errored", unchecked(step, reason))))
        return found

    def _attempted(self, step: PlannedStep, live: CaseSet, failing: Split, variables: Variables) -> Ran:
        """What becomes of a step where it runs."""
        if step.check is None:
            return Ran([(live, ("Errored", self.words.unknown_kind(step.uses)))])
        ran = Ran()
        rest = live & ~union(failing) if failing else live
        if step.uses == "compose-output":
            configs, ran.fields = self.evaluation.composed(step, rest, variables)
        else:
            configs = self.evaluation.checked(step, rest, variables)
        broken = [(mask, Checked(fails=value.message)) for mask, value in failing if isinstance(value, Fails)]
        for mask, checked in [*broken, *configs]:
            if checked.fails:
                ran.statuses.append((mask, ("Errored", self.words.no_config(checked.fails))))
                if not self.words.builds_context:
                    ran.outputs.append((mask, given_output(None)))
                continue
            outcome = self.outcomes.get(step.alias, _AS_EXPECTED)
            if ran.fields and not checked.refusal:
                ran.statuses.append((mask, ("Succeeded", "")))
                ran.outputs.append((mask, COMPOSED))
                continue
            status, message, output = concluded(step, checked.refusal, checked.config, self.words, outcome)
            ran.statuses.append((mask, (status, message)))
            ran.outputs.append((mask, given_output(output)))
        return ran


def _perhaps(ran: Ran, guard: Unknown) -> Ran:
    """A step that may or may not run: what is known of it is whether it would end well."""
    statuses: Statuses = [
        (mask, ("Unknown", message if status in _BAD else "")) for mask, (status, message) in ran.statuses
    ]
    return Ran(statuses, [(mask, guard) for mask, _ in ran.outputs])


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
