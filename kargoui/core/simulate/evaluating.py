"""What a step's `if`, variables and config are, for all cases of a Stage at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from kargoui.core.expr import ExpressionError, Scope, Unknown, render
from kargoui.core.expr.reads import EVERYTHING, Reads, reads_of, template_reads
from kargoui.core.expr.template import Template as Text
from kargoui.core.expr.template import part_text, stays_text
from kargoui.core.expr.template import template_of as parsed
from kargoui.core.simulate.caseset import CaseSet, Universe
from kargoui.core.simulate.exploring import Fails, Lookups, Slots, Split, combined, explored, merged
from kargoui.core.simulate.leaves import interchangeable, is_free_text
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Case, Project
from kargoui.core.simulate.surroundings import Meta, context, surroundings, variable_error
from kargoui.core.simulate.templates import Leaf, Template, Unreadable, as_config

ABSENT: Final = object()  # the output of a step that has not run
_ANY_TEXT: Final = "text"
Question = tuple[str, str]
_TARGET: Final = ("ctx", "targetFreight")
_FAILED: Final = ("failed", "")
Variables = dict[str, Split]


class Evaluation:
    """All promotions of a plan, as far as their steps have got.

    `statuses` and `outputs` are what each step has come to, by alias; `failed` are the cases in which a step
    has failed that the promotion may not continue after.
    """

    def __init__(self, project: Project, plan: Plan, universe: Universe) -> None:
        self.universe, self.plan = universe, plan
        self.statuses: dict[str, Split] = {}
        self.outputs: dict[str, Split] = {}
        self.continues: dict[str, bool] = {}
        self.failed: CaseSet = 0
        nobody = Case(frozenset(), universe.origins[0])
        self._around = surroundings(project, plan, nobody, "")
        self._slots = Slots(universe, project.freight)
        self._around.freight, self._around.found = self._slots, Lookups(self._slots)
        self._contexts = {
            origin: context(project, plan, Case(frozenset(), origin), "") for origin in universe.origins
        }
        self._settled: tuple[Split, Variables] | None = None

    def leave(self, step: PlannedStep, outputs: Split) -> None:
        """What a step has given, where it ran; compose-output's in a task is the task's, too."""
        outputs = merged(outputs)
        absent = self.universe.all & ~union(outputs)
        self.outputs[step.alias] = after = [*outputs, (absent, ABSENT)] if absent else outputs
        if step.task and step.uses == "compose-output":
            before = self.outputs.get(step.task, [(self.universe.all, ABSENT)])
            both = combined(self.universe.all, [before, after])
            self.outputs[step.task] = [(mask, _composed(*values)) for mask, values in both]

    def variables(self, step: PlannedStep, cases: CaseSet) -> tuple[Split, Variables]:
        """How the variables of a step fail, and what they are where none fails."""
        if self._settled is None or self.plan.vars_see_step:
            self._settled = self._evaluated(None, step, self.universe.all, {})
        failing = [(both, value) for mask, value in self._settled[0] if (both := mask & cases)]
        own, values = self._evaluated(step, step, cases & ~union(failing), self._settled[1])
        return failing + own, values

    def _evaluated(
        self, owner: PlannedStep | None, step: PlannedStep, cases: CaseSet, known: Variables
    ) -> tuple[Split, Variables]:
        """The variables of a step, or (without an owner) of the promotion as the step sees them."""
        failing: Split = []
        values = known.copy()
        for name, template in self.plan.vars if owner is None else owner.vars:
            split = self.text(step, template, "step-vars", cases, values, of_promotion=owner is None)
            for mask, value in split:
                if isinstance(value, Fails):
                    failing.append((mask, Fails(variable_error(name, value.message))))
                    cases &= ~mask
            values[name] = [(mask, value) for mask, value in split if not isinstance(value, Fails)]
        return failing, values

    def text(
        self,
        step: PlannedStep,
        template: Template,
        where: str,
        cases: CaseSet,
        variables: Variables,
        *,
        of_promotion: bool = False,
    ) -> Split:
        """What an `if` or a variable is; Fails where it cannot be evaluated."""
        if template.evaluate is None:
            return [(cases, template.constant)] if cases else []
        reads = template_reads(str(template.source), self.plan.version, where)
        return self._split(step, reads, cases, variables, template.evaluate, of_promotion=of_promotion)

    def config(self, step: PlannedStep, cases: CaseSet, variables: Variables) -> Split:
        """What a config is, as far as its schema can tell; Fails where it cannot be evaluated.

        Of values that no schema tells apart, one stands for all; the configs of steps that end as their
        config says are exact.
        """
        template = step.config
        if template is None or template.evaluate is None:
            return [(cases, template.constant if template else None)] if cases else []
        if template.build is None:
            return self._split(step, Reads(), cases, variables, template.evaluate)
        done: Split = []
        chosen: list[Split] = []
        for leaf in template.leaves:
            split = self._leaf(step, leaf, cases, variables)
            ended = [(mask, value) for mask, value in split if isinstance(value, Fails) or value is ABSENT]
            done += [(mask, None if value is ABSENT else value) for mask, value in ended]
            cases &= ~union(ended)
            chosen.append([part for part in split if part not in ended])
        return done + [(mask, template.build(iter(values))) for mask, values in combined(cases, chosen)]

    def _leaf(self, step: PlannedStep, leaf: Leaf, cases: CaseSet, variables: Variables) -> Split:
        """What one text of a config gives; ABSENT where Kargo cannot read the config back."""
        version = self.plan.version
        free = is_free_text(version, step.uses, leaf.path)
        template = parsed(leaf.text, version)
        if free and template is not None and len(template.parts) > 1 and stays_text(template):
            return self._free_text(step, template, cases, variables)

        reads = template_reads(leaf.text, version, "config")
        split = self._split(step, reads, cases, variables, partial(self._whole, leaf.text))
        return merged(split, interchangeable(version, step.uses, leaf.path))

    def _free_text(self, step: PlannedStep, template: Text, cases: CaseSet, variables: Variables) -> Split:
        """A text of several expressions in a place where any text will do."""
        done: Split = []
        unknown = unreadable = 0
        for _, expression in template.parts:
            reads = reads_of(expression, self.plan.version, "config")
            split = self._split(step, reads, cases, variables, partial(self._part, expression))
            failing = [(mask, value) for mask, value in split if isinstance(value, Fails)]
            done += failing
            cases &= ~union(failing)
            unknown |= union(part for part in split if isinstance(part[1], Unknown))
            unreadable |= union(part for part in split if part[1] is ABSENT)
        if template.unclosed:
            return [*done, (cases, Fails(template.unclosed))]
        done += [
            (cases & unknown, Unknown(step.alias)),
            (cases & unreadable & ~unknown, ABSENT),
            (cases & ~unreadable & ~unknown, _ANY_TEXT),
        ]
        return [part for part in done if part[0]]

    def _part(self, expression: str, scope: Scope) -> object:
        try:
            return as_config(part_text(expression, self._around.with_secrets(scope), "config"))
        except Unreadable:
            return ABSENT

    def _whole(self, text: str, scope: Scope) -> object:
        try:
            return as_config(render(text, self._around.with_secrets(scope), where="config"))
        except Unreadable:
            return ABSENT

    def _split(
        self,
        step: PlannedStep,
        reads: Reads,
        cases: CaseSet,
        variables: Variables,
        evaluate: Callable[[Scope], object],
        *,
        of_promotion: bool = False,
    ) -> Split:
        questions = self._questions(step, reads, variables, of_promotion=of_promotion)

        def attempt(scope: Scope) -> object:
            try:
                return evaluate(scope)
            except ExpressionError as error:
                return Fails(str(error))

        found: Split = []
        for mask, answers in combined(cases, questions.values()):
            known = dict(zip(questions, answers, strict=True))
            scope = self._scope(step, known, of_promotion=of_promotion)
            found += explored(self._slots, mask, scope, attempt)
        return merged(found) if len(found) > 1 else found

    def _questions(
        self, step: PlannedStep, reads: Reads, variables: Variables, *, of_promotion: bool
    ) -> dict[Question, Split]:
        """What an evaluation asks of the promotion so far, with all answers."""
        found: dict[Question, Split] = {}
        everything = EVERYTHING in reads.names
        for name in _chosen(reads, "vars", variables, everything):
            found["vars", name] = variables[name]
        if everything or any(path[0] == "ctx" and _sees_target(path) for path in reads.names):
            found[_TARGET] = list(self.universe.by_target)
        if of_promotion:
            return found
        for alias in self._outputs_read(step, reads, everything):
            found["outputs", alias] = self.outputs[alias]
        for alias in self._statuses_read(step, reads, everything):
            found["status", alias] = self.statuses[alias]
        if reads.failure:
            parts = [(self.failed, True), (self.universe.all & ~self.failed, False)]
            found[_FAILED] = [part for part in parts if part[0]]
        return found

    def _outputs_read(self, step: PlannedStep, reads: Reads, everything: bool) -> set[str]:
        found = set(_chosen(reads, "outputs", self.outputs, everything))
        prefix = f"{step.task}::"
        inner = {alias[len(prefix) :]: alias for alias in self.outputs if alias.startswith(prefix)}
        if step.task:
            of_task = replace(
                reads, names=frozenset(path[1:] or EVERYTHING for path in reads.names if path[0] == "task")
            )
            chosen = _chosen(of_task, "outputs", inner, everything or EVERYTHING in of_task.names)
            found |= {inner[alias] for alias in chosen}
        return found

    def _statuses_read(self, step: PlannedStep, reads: Reads, everything: bool) -> set[str]:
        found = set(_chosen(reads, "stepMetas", self.statuses, everything))
        if reads.statuses is None:
            return set(self.statuses)
        return found | {alias for alias in self.statuses if alias.rpartition("::")[2] in reads.statuses}

    def _scope(self, step: PlannedStep, known: Mapping[Question, object], *, of_promotion: bool) -> Scope:
        around = self._around
        around.ctx = self._contexts[str(known.get(_TARGET, self.universe.origins[0]))]
        values = {name: value for (what, name), value in known.items() if what == "vars"}
        if of_promotion:
            return around.scope_of_promotion(step, values)
        around.outputs = {
            alias: given
            for alias in self.outputs
            if (given := known.get(("outputs", alias), ABSENT)) is not ABSENT
        }
        around.metas = [
            Meta(alias, self.continues[alias], *known["status", alias])  # type: ignore[misc]
            for alias in self.statuses
            if ("status", alias) in known
        ]
        scope = around.scope_with(step, values)
        if _FAILED in known:
            scope.decide_failed(known[_FAILED] is True)
        return scope


def _composed(before: object, after: object) -> object:
    """A task's output once another of its steps has composed one."""
    if after is ABSENT or isinstance(after, Unknown):
        return before if after is ABSENT else after
    of_task = {} if before is ABSENT else before
    if isinstance(of_task, dict) and isinstance(after, dict):
        return {**of_task, **after}
    return of_task


def union(split: Iterable[tuple[CaseSet, object]]) -> CaseSet:
    """All cases of a split."""
    found = 0
    for mask, _ in split:
        found |= mask
    return found


def _chosen(reads: Reads, root: str, there: Iterable[str], everything: bool) -> list[str]:
    """Which of the names below `root` are read."""
    fields = {path[1] if len(path) > 1 else None for path in reads.names if path[0] == root}
    return [name for name in there if everything or None in fields or name in fields]


def _sees_target(path: tuple[str, ...]) -> bool:
    return len(path) == 1 or path[1] == "targetFreight"
