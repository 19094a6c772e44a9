"""What a step's `if`, variables and config are, for all cases of a Stage at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from kargoui.core.expr import ExpressionError, Scope, render
from kargoui.core.expr.template import Template as Text
from kargoui.core.expr.template import part_text, remains_text
from kargoui.core.expr.template import template_of as parsed
from kargoui.core.simulate.every_case.caseset import CaseSet, Universe
from kargoui.core.simulate.every_case.exploring import Fails, Split, combined, identity, merged
from kargoui.core.simulate.every_case.leaves import SHOW_THEIR_CONFIG, interchangeable, is_free_text
from kargoui.core.simulate.every_case.needs import Needs, expression_needs, needs_of, step_needs
from kargoui.core.simulate.every_case.progress import ABSENT, Progress, Variables, union
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Project
from kargoui.core.simulate.surroundings import variable_error
from kargoui.core.simulate.templates import Leaf, Template, Unreadable, as_config, template_of

_TEXT: Final = "any text"
_NOTHING: Final[Split] = []


@dataclass(frozen=True, slots=True)
class Checked:
    """A config: `fails` says why it cannot be evaluated, `refusal` what its schema says, "" where it is well.

    `config` is only there for steps that end as it says.
    """

    fails: str = ""
    refusal: str = ""
    config: object = None


Part = tuple[CaseSet, Checked]
Keyed = list[tuple[CaseSet, tuple[object, object]]]  # the key of a value, and the value


class Evaluation:
    """The expressions of all promotions of a plan, evaluated in what `progress` knows of them."""

    def __init__(self, project: Project, plan: Plan, universe: Universe) -> None:
        self.plan, self.all = plan, universe.all
        self.progress = Progress(project, plan, universe)
        self._known = project.evaluated
        self._settled: tuple[Split, Variables] | None = None
        self._last: tuple[object, bool, tuple[Split, Variables]] | None = None

    def variables(self, step: PlannedStep, cases: CaseSet) -> tuple[Split, Variables]:
        """How the variables of a step fail in these cases, and what they are where none fails."""
        if self._last is None or self._last[0] is not step.vars or self._last[1]:
            self._last = (step.vars, self._sees_step(step), self._variables(step))
        failing, values = self._last[2]
        if not failing:
            return failing, values
        return [(both, value) for mask, value in failing if (both := mask & cases)], values

    def _sees_step(self, step: PlannedStep) -> bool:
        version = self.plan.version
        own = (
            needs_of(str(each.source), version, "step-vars").step for _, each in step.vars if each.evaluate
        )
        return self.plan.vars_see_step or any(own)

    def _variables(self, step: PlannedStep) -> tuple[Split, Variables]:
        if self._settled is None or self.plan.vars_see_step:
            self._settled = self._evaluated(self.plan.vars, step, self.all, {}, of_promotion=True)
        failing, values = self._settled
        if not step.vars:
            return failing, values
        own, values = self._evaluated(step.vars, step, self.all & ~union(failing), values, of_promotion=False)
        return failing + own, values

    def _evaluated(
        self,
        templates: Iterable[tuple[str, Template]],
        step: PlannedStep,
        cases: CaseSet,
        known: Variables,
        *,
        of_promotion: bool,
    ) -> tuple[Split, Variables]:
        failing: Split = []
        values = known.copy()
        for name, template in templates:
            if template.evaluate is None:
                values[name] = [(cases, template.constant)]
                continue
            split = self.text(step, template, "step-vars", cases, values, of_promotion=of_promotion)
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
        needs = needs_of(str(template.source), self.plan.version, where)
        of_what = (template.source, where)
        return self._split(
            step, needs, cases, variables, template.evaluate, of_what, of_promotion=of_promotion
        )

    def checked(self, step: PlannedStep, cases: CaseSet, variables: Variables) -> list[Part]:
        """What a step's schema says of its config, or why it cannot be evaluated.

        Of configs that the schema cannot tell apart, it looks at one.
        """
        template = step.config
        if not cases:
            return []
        if template is None or template.evaluate is None:
            return [(cases, _verdict(step, None, template.constant if template else None))]
        if template.build is None:
            return [(cases, Checked(fails=_refusal(template)))]
        found, chosen, cases = self._leaves(step, template, cases, variables)
        for mask, pairs in combined(cases, chosen):
            key = tuple(key for key, _ in pairs)
            known = step.verdicts.get(key)
            if known is None or step.uses in SHOW_THEIR_CONFIG:
                config = template.build(iter([value for _, value in pairs]))
                found.append((mask, _verdict(step, key, config)))
            else:
                found.append((mask, Checked(refusal=known)))
        return found

    def composed(
        self, step: PlannedStep, cases: CaseSet, variables: Variables
    ) -> tuple[list[Part], dict[str, Split]]:
        """The same of a compose-output, and each field of its config by itself."""
        source = step.config.source if step.config is not None else None
        if not isinstance(source, dict) or not source:
            return self.checked(step, cases, variables), {}
        found: list[Part] = []
        fields: dict[str, Split] = {}
        for key, value in source.items():
            template = template_of({key: value}, "config")
            if template.evaluate is None and template.constant is not None:
                fields[str(key)] = [(cases, template.constant)]
                continue
            if template.build is None:  # what Kargo can read in no case
                fails = Checked(fails=_refusal(template)) if template.evaluate else None
                return [*found, (cases, fails or _verdict(step, "unreadable", None))] if cases else found, {}
            ended, chosen, cases = self._leaves(step, template, cases, variables)
            found += ended
            fields[str(key)] = [
                (mask, template.build(iter([value for _, value in pairs])))
                for mask, pairs in combined(cases, chosen)
            ]
        values = {name: [(mask, value[name]) for mask, value in split] for name, split in fields.items()}  # type: ignore[index]
        return [*found, (cases, Checked())] if cases else found, values

    def _leaves(
        self, step: PlannedStep, template: Template, cases: CaseSet, variables: Variables
    ) -> tuple[list[Part], list[Keyed], CaseSet]:
        """Where a config cannot be evaluated or read, what its texts give elsewhere, and where that is."""
        found: list[Part] = []
        chosen: list[Keyed] = []
        for leaf in template.leaves:
            split = self._leaf(step, leaf, cases, variables)
            kept: Keyed = []
            for mask, value in split:
                if isinstance(value, Fails):
                    found.append((mask, Checked(fails=value.message)))
                elif isinstance(value, tuple):
                    kept.append((mask, value))
                else:
                    found.append((mask, _verdict(step, "unreadable", None)))
            if len(kept) < len(split):
                cases = cases & union(kept)
            chosen.append(kept)
        return found, chosen, cases

    def _leaf(self, step: PlannedStep, leaf: Leaf, cases: CaseSet, variables: Variables) -> Split:
        """Key and value of one text of a config; ABSENT where Kargo cannot read the config back."""
        version = self.plan.version
        free = is_free_text(version, step.uses, leaf.path)
        key = interchangeable(version, step.uses, leaf.path)
        some = key(_TEXT)
        template = parsed(leaf.text, version)
        if free and template is not None and len(template.parts) > 1:
            split = self._free_text(step, template, cases, variables, some)
            if split is not None:
                return split

        def evaluate(scope: Scope) -> object:
            try:
                value = as_config(render(leaf.text, self.progress.with_secrets(scope), where="config"))
            except Unreadable:
                return ABSENT
            return (some if free and type(value) is str and value else key(value), value)

        needs = needs_of(leaf.text, version, "config")
        return self._split(step, needs, cases, variables, evaluate, leaf, key=_first)

    def _free_text(
        self, step: PlannedStep, text: Text, cases: CaseSet, variables: Variables, some: object
    ) -> Split | None:
        """A text of several expressions in a place where any text will do; None where it may become none.

        `some` is the key of all texts.
        """
        done: Split = []
        values: list[set[str]] = []
        unreadable = 0
        for _, expression in text.parts:
            needs = expression_needs(expression, self.plan.version, "config")
            evaluate = partial(self._part, expression)
            split = self._split(step, needs, cases, variables, evaluate, expression)
            kept = [part for part in split if not isinstance(part[1], Fails)]
            done += [part for part in split if isinstance(part[1], Fails)]
            cases = union(kept) if len(kept) < len(split) else cases
            values.append({value for _, value in kept if isinstance(value, str)})
            unreadable |= union(part for part in kept if part[1] is ABSENT)
        if text.unclosed:
            return [*done, (cases, Fails(text.unclosed))]
        if not remains_text(text, values):
            return None
        done += [(cases & unreadable, ABSENT), (cases & ~unreadable, (some, _TEXT))]
        return [part for part in done if part[0]]

    def _part(self, expression: str, scope: Scope) -> object:
        try:
            return as_config(part_text(expression, self.progress.with_secrets(scope), "config"))
        except Unreadable:
            return ABSENT

    def _split(
        self,
        step: PlannedStep,
        needs: Needs,
        cases: CaseSet,
        variables: Variables,
        evaluate: Callable[[Scope], object],
        of_what: object,
        *,
        of_promotion: bool = False,
        key: Callable[[object], object] = identity,
    ) -> Split:
        """What an evaluation gives, by what it can tell apart; values of the same key are one.

        `of_what` tells evaluations apart that read the same.
        """
        memo = None
        if needs.anywhere and (read := self._read(step, needs, variables)) is not None:
            memo = (of_what, step.uses, self.plan.version, cases, *read)
        known = self._known.get(memo) if memo is not None else None
        if known is None:
            known = self._explored(step, needs, cases, variables, evaluate, of_promotion=of_promotion)
            known = merged(known, key) if len(known) > 1 else known
            if memo is not None:
                self._known[memo] = known
        return known

    def memo(self, step: PlannedStep) -> object:
        """What is read of a step wherever the same becomes of it; None where that cannot be told."""
        texts = tuple([leaf.text for leaf in step.config.leaves]) if step.config is not None else ()
        guard = str(step.guard.source) if step.guard is not None else ""
        needs = step_needs(guard, texts, self.plan.version)
        if not needs.anywhere:
            return None
        failing, variables = self.variables(step, self.all)
        read = self._read(step, needs, variables) if not failing else None
        return None if read is None else (step.alias, step.task, self.progress.failed, *read)

    def _read(self, step: PlannedStep, needs: Needs, variables: Variables) -> tuple[object, ...] | None:
        """What an evaluation anywhere reads; None where that cannot be told by a few values."""
        values: list[object] = []
        for name in needs.variables:
            split = variables.get(name, _NOTHING)
            if len(split) != 1 or not isinstance(split[0][1], str):
                return None
            values.append(split[0][1])
        for alias in needs.aliases(step.task):
            giver = self.progress.giver(alias)
            if giver is None:
                return None
            values.append(giver)
        failed = self.progress.failed if needs.failure else None
        return (self.plan.requests, failed, *values)

    def _explored(
        self,
        step: PlannedStep,
        needs: Needs,
        cases: CaseSet,
        variables: Variables,
        evaluate: Callable[[Scope], object],
        *,
        of_promotion: bool,
    ) -> Split:
        slots = self.progress.slots
        found: Split = []
        if not cases:
            return found
        for mask, scope in self.progress.views(step, needs, cases, variables, of_promotion=of_promotion):
            for _ in slots.each(mask) if needs.freight else (None,):
                try:
                    value = evaluate(scope)
                except ExpressionError as error:
                    value = Fails(str(error))
                found.append((slots.cases if needs.freight else mask, value))
        return found


def _first(value: object) -> object:
    return value[0] if isinstance(value, tuple) else identity(value)


def _verdict(step: PlannedStep, key: object, config: object) -> Checked:
    shown = config if step.uses in SHOW_THEIR_CONFIG else None
    return Checked(refusal=step.refusal(config, key), config=shown)


def _refusal(template: Template) -> str:
    try:
        template.value(Scope())
    except ExpressionError as error:
        return str(error)
    raise AssertionError("a config that is not built of its leaves is always refused")
