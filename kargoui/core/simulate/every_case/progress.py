"""How far all promotions of a Stage have got, and what the next expression sees of that in which cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kargoui.core.expr import Scope, StepMeta, Unknown
from kargoui.core.simulate.every_case.caseset import CaseSet, Universe
from kargoui.core.simulate.every_case.exploring import Lookups, Slots, Split, combined, merged
from kargoui.core.simulate.every_case.needs import Chosen, Needs
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Case, Project
from kargoui.core.simulate.surroundings import context, surroundings

ABSENT: Final = object()  # the output of a step that has not run
COMPOSED: Final = object()  # an output of which each field is known by itself
Statuses = list[tuple[CaseSet, tuple[str, str]]]  # status and message
Variables = dict[str, Split]
Question = tuple[str, str, str]
_TARGET: Final = ("ctx", "targetFreight", "")
_FAILED: Final = ("failed", "", "")


class Progress:
    """What each step has come to, by alias; `failed` are the cases in which one has failed that counts."""

    def __init__(self, project: Project, plan: Plan, universe: Universe) -> None:
        self.universe = universe
        self.failed: CaseSet = 0
        self.statuses: dict[str, Statuses] = {}
        self.outputs: dict[str, Split] = {}
        self.fields: dict[str, dict[str, Split]] = {}
        self._givers: dict[str, object] = {}
        self._continues: dict[str, bool] = {}
        self._project, self._plan = project, plan
        self._around = surroundings(project, plan, Case(frozenset(), universe.origins[0]), "")
        self.slots = Slots(universe, project.freight)
        found, origins = project.evaluated.setdefault((plan.version, plan.requests), ({}, {}))
        self._around.freight, self._around.found = self.slots, Lookups(self.slots, found, origins)
        self._contexts: dict[str, dict[str, object]] = {}
        self._simple: Scope | None = None  # what a step sees that reads little: made once

    def everywhere(self, outputs: Split) -> Split:
        """What a step gives in all cases, told what it gives where it ran."""
        absent = self.universe.all & ~union(outputs)
        return merged([*outputs, (absent, ABSENT)] if absent else outputs, id)

    def leave(
        self, step: PlannedStep, statuses: Statuses, outputs: Split, giver: object | None = None
    ) -> None:
        """What has become of a step, and what it gives; always the same where the `giver` is the same."""
        self.statuses[step.alias] = statuses
        self._continues[step.alias] = step.continue_on_error
        self.outputs[step.alias] = outputs
        self._givers[step.alias] = giver

    def giver(self, alias: str) -> object | None:
        """Something that is the same wherever the output of an alias is; None where that cannot be told."""
        return self._givers.get(alias) if alias in self.outputs else ABSENT

    def compose(self, step: PlannedStep, fields: dict[str, Split]) -> None:
        """What a compose-output gives, after it has left that it gives something; it is its task's, too."""
        self.fields[step.alias] = fields.copy()
        if not step.task:
            return
        new = self.outputs[step.alias]
        before = self.outputs.get(step.task, [(self.universe.all, ABSENT)])
        both = combined(self.universe.all, [before, new])
        self.outputs[step.task] = merged((mask, _either(*values)) for mask, values in both)
        self._givers.pop(step.task, None)
        of_task = self.fields.setdefault(step.task, {})
        for name, split in fields.items():
            here = union(split)
            kept = [(rest, value) for mask, value in of_task.get(name, []) if (rest := mask & ~here)]
            of_task[name] = [*kept, *split]

    def with_secrets(self, scope: Scope) -> Scope:
        """What configs see besides, in versions that gave it to them."""
        return self._around.with_secrets(scope)

    def views(
        self, step: PlannedStep, needs: Needs, cases: CaseSet, variables: Variables, *, of_promotion: bool
    ) -> Iterator[tuple[CaseSet, Scope]]:
        """What an expression sees, once for each set of cases in which it sees the same, Freight apart."""
        if needs.fixed:
            yield cases, self._scope(step, needs, {}, of_promotion=of_promotion)
            return
        known: dict[Question, object] = {}
        asked: dict[Question, Split] = {}
        for question, split in self._questions(step, needs, variables, of_promotion=of_promotion):
            if len(split) == 1:
                known[question] = split[0][1]
            else:
                asked[question] = split
        for mask, answers in combined(cases, asked.values()):
            known.update(zip(asked, answers, strict=True))
            yield mask, self._scope(step, needs, known, of_promotion=of_promotion)

    def _questions(
        self, step: PlannedStep, needs: Needs, variables: Variables, *, of_promotion: bool
    ) -> Iterator[tuple[Question, Split]]:
        for name in _within(needs.vars, variables):
            yield ("vars", name, ""), variables[name]
        if needs.target:
            yield _TARGET, list(self.universe.by_target)
        if of_promotion or needs.simple:
            return
        for name in _within(needs.outputs, self.outputs):
            yield from self._output(name, name, needs)
        if step.task and needs.task != frozenset():
            for name in _within(needs.task, self._of_task(step)):
                yield from self._output(f"{step.task}::{name}", name, needs)
        for name in self._asked(needs):
            yield ("status", name, ""), list(self.statuses[name])
        if needs.failure:
            parts = [(self.failed, True), (self.universe.all & ~self.failed, False)]
            yield _FAILED, [part for part in parts if part[0]]

    def _output(self, alias: str, name: str, needs: Needs) -> Iterator[tuple[Question, Split]]:
        yield ("outputs", alias, ""), self.outputs[alias]
        fields = self.fields.get(alias, {})
        read = {field for owner, field in needs.fields if owner == name}
        for field in (read & fields.keys()) if read else fields:
            missing = self.universe.all & ~union(fields[field])
            yield ("outputs", alias, field), [*fields[field], (missing, ABSENT)]

    def _of_task(self, step: PlannedStep) -> list[str]:
        prefix = f"{step.task}::"
        return [alias[len(prefix) :] for alias in self.outputs if alias.startswith(prefix)]

    def _asked(self, needs: Needs) -> list[str]:
        """The steps whose status is asked for, in their order."""
        if needs.metas == frozenset() == needs.statuses:
            return []
        if needs.metas is None or needs.statuses is None:
            return list(self.statuses)
        return [
            alias
            for alias in self.statuses
            if alias in needs.metas or alias.rpartition("::")[2] in needs.statuses
        ]

    def _scope(
        self, step: PlannedStep, needs: Needs, known: Mapping[Question, object], *, of_promotion: bool
    ) -> Scope:
        around = self._around
        around.ctx = self._context(str(known.get(_TARGET, self.universe.origins[0])))
        values = {name: value for (what, name, _), value in known.items() if what == "vars"}
        if of_promotion or needs.simple:
            if self._simple is None:
                self._simple = around.scope_of_promotion(step, values)
            names = {"ctx": around.ctx_of(step), "vars": values}
            self._simple.variables, self._simple.alias = names, step.alias
            return self._simple
        around.outputs = (
            self._seen_outputs(known) if needs.outputs != frozenset() or needs.task != frozenset() else {}
        )
        around.metas = [
            self._meta(alias, *known["status", alias, ""])  # type: ignore[misc]
            for alias in self._asked(needs)
        ]
        scope = around.scope_with(step, values)
        if needs.failure:
            scope.decide_failed(known[_FAILED] is True)
        return scope

    def _meta(self, alias: str, status: str, message: str) -> StepMeta:
        return StepMeta(alias, status, self._continues[alias], message)

    def _seen_outputs(self, known: Mapping[Question, object]) -> dict[str, object]:
        found: dict[str, object] = {}
        for alias in self.outputs:
            value = known.get(("outputs", alias, ""), ABSENT)
            if value is COMPOSED:
                fields = self.fields[alias]
                given = {name: known.get(("outputs", alias, name), ABSENT) for name in fields}
                value = {name: each for name, each in given.items() if each is not ABSENT}
            if value is not ABSENT:
                found[alias] = value
        return found

    def _context(self, target: str) -> dict[str, object]:
        """The `ctx` of the cases that promote Freight of an origin."""
        known = self._contexts.get(target)
        if known is None:
            known = self._contexts[target] = context(self._project, self._plan, Case(frozenset(), target), "")
        return known


def _either(before: object, after: object) -> object:
    """What a task gives once another of its steps has composed something."""
    if after is ABSENT or isinstance(before, Unknown):
        return before
    if isinstance(after, Unknown) or before is ABSENT:
        return after
    return COMPOSED if after is COMPOSED else before


def _within(chosen: Chosen, there: Iterable[str]) -> list[str]:
    if chosen is None:
        return list(there)
    return [name for name in there if name in chosen] if chosen else []


def union(split: Iterable[tuple[CaseSet, object]]) -> CaseSet:
    """All cases of a split."""
    found = 0
    for mask, _ in split:
        found |= mask
    return found
