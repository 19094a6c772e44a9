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
from kargoui.core.simulate.foreseen import foreseen_outcome
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Project
from kargoui.core.simulate.trace import Outcome
from kargoui.core.simulate.wording import wording

_BAD: Final = frozenset({"Failed", "Errored"})


@dataclass(frozen=True, slots=True)
class End:
    """How a promotion ends, and the alias of the step that decides, "" where it succeeds."""

    phase: str
    message: str
    step: str


@dataclass(slots=True)
class Promotions:
    """Status and message of each step, where it was begun, and how the promotions end.

    Stages share what they have in common: none of it is ever changed.
    """

    steps: list[tuple[str, Statuses]] = field(default_factory=list)
    ends: list[tuple[CaseSet, End]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Ran:
    """What has become of one step; `fields` are those of a compose-output.

    `shared`: the same has become of it in other Stages, where it read the same.
    """

    statuses: Statuses = field(default_factory=list)
    outputs: Split = field(default_factory=list)
    fields: dict[str, Split] = field(default_factory=dict)
    shared: bool = False

    def add(self, other: Ran) -> None:
        """The same in other cases."""
        self.statuses += other.statuses
        self.outputs += other.outputs
        for name, split in other.fields.items():
            self.fields.setdefault(name, []).extend(split)


def promote_all(
    project: Project, plan: Plan, universe: Universe, pinned: Mapping[str, Outcome]
) -> Promotions:
    """The promotions of all cases of a Stage. Steps that are not `pinned` end as foreseen."""
    engine = _Engine(project, plan, universe, pinned)
    found = Promotions([(step.alias, engine.run(step)) for step in plan.steps])
    found.ends = _ends(plan, universe.all, found.steps)
    return found


class _Engine:
    """All promotions, step by step."""

    def __init__(
        self, project: Project, plan: Plan, universe: Universe, pinned: Mapping[str, Outcome]
    ) -> None:
        self.evaluation = Evaluation(project, plan, universe)
        self.progress = self.evaluation.progress
        self.words = wording(plan.version)
        self.pinned = pinned
        self.by_alias = {step.alias: step for step in plan.steps}
        self.all = universe.all

    def run(self, step: PlannedStep) -> Statuses:
        """What becomes of a step, and how that changes what the next ones see."""
        ran = self._ran(step)
        self.progress.leave(step, ran.statuses, ran.outputs, ran if ran.shared else None)
        if step.uses == "compose-output":
            self.progress.compose(step, ran.fields)
        if not step.continue_on_error:
            self.progress.failed |= union(part for part in ran.statuses if part[1][0] in _BAD)
        return ran.statuses

    def _ran(self, step: PlannedStep) -> Ran:
        """What becomes of a step; the same as in another Stage where it reads the same."""
        own = self.by_alias[step.alias] is step and step.alias not in self.pinned
        memo = self.evaluation.memo(step) if own else None
        ran: Ran | None = step.endings.get(memo) if memo is not None else None
        if ran is None:
            ran = self._guarded(step) if step.guard is not None else self._implied(step)
            ran.statuses, ran.outputs = merged(ran.statuses), self.progress.everywhere(ran.outputs)
            if memo is not None:
                ran.shared, step.endings[memo] = True, ran
        return ran

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
            if ran.fields and not checked.refusal:
                ran.statuses.append((mask, ("Succeeded", "")))
                ran.outputs.append((mask, COMPOSED))
                continue
            outcome = self.pinned.get(step.alias) or self._foreseen(step.alias)
            status, message, output = concluded(step, checked.refusal, checked.config, self.words, outcome)
            ran.statuses.append((mask, (status, message)))
            ran.outputs.append((mask, given_output(output)))
        return ran

    def _foreseen(self, alias: str) -> Outcome:
        """How a step is to end; of several with one alias, as the last."""
        return foreseen_outcome(self.by_alias[alias], self.words.version)


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
