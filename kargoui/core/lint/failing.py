"""Steps that fail in a case that promotions get to, and the expressions at which they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from kargoui.core.expr.template import template_of
from kargoui.core.lint.subjects import Expression, Manifest, Step
from kargoui.core.simulate import Case, Cases

if TYPE_CHECKING:
    from kargoui.core.lint.context import Context

_SNIPPET: Final = "\n | "  # expr-lang shows the line of the expression behind it


@dataclass(frozen=True, slots=True)
class RunStep:
    """A step that promotions of a Stage run; `reference` is the Stage's step where it is one of a task."""

    step: Step
    reference: Step | None = None

    @property
    def expressions(self) -> Iterator[Expression]:
        """What is evaluated for it, its own texts first."""
        yield from self.step.expressions
        if self.reference is not None:
            yield from self.reference.expressions
            yield from of_variables(self.step.manifest)


@dataclass(frozen=True, slots=True)
class Failure:
    """A step that fails in promotions of one Stage, for one reason.

    `part` is the expression that cannot be evaluated and `expression` the text that it stands in, "" and
    None where its config breaks the schema. `smallest` is one of these cases, and `empty` are the slots
    that are so in all of them, else in that one; `filled`: it fails even where no slot is empty.
    """

    stage: str
    run: RunStep
    expression: Expression | None
    part: str
    message: str
    smallest: Case
    empty: tuple[str, ...]
    filled: bool


def failures(stage: Manifest, found: Cases, context: Context) -> Iterator[Failure]:
    """The steps of a Stage that fail for sure in cases which can be reached."""
    if any(group.reachable and group.phase != "Succeeded" for group in found.groups):
        yield from _of_stage(stage, found, context)


def steps_of(stage: Manifest, context: Context) -> list[RunStep]:
    """The steps that promotions of a Stage run, in their order."""
    found: list[RunStep] = []
    for step in stage.steps:
        task = context.task_of(step)
        found += [RunStep(step)] if task is None else [RunStep(inner, step) for inner in task.steps]
    return found


def _of_stage(stage: Manifest, found: Cases, context: Context) -> Iterator[Failure]:
    universe = found.universe
    if universe is None:
        return
    full = universe.all
    for origin in universe.origins:
        full &= universe.filled(origin)
    for run, (alias, split) in zip(steps_of(stage, context), found.promotions.steps, strict=False):
        for cases, (status, message) in split:
            here = cases & found.reachable
            if status not in ("Errored", "Failed", "") or not here:
                continue
            # In 1.4 a step whose `if` fails has no status: how the promotion ends tells why.
            message = message or next(
                (end.message for mask, end in found.promotions.ends if mask & here and end.step == alias), ""
            )
            smallest = universe.smallest(here)
            empty = [origin for origin in universe.origins if not here & universe.filled(origin)]
            empty = empty or [origin for origin in universe.origins if origin not in smallest.filled]
            place = placed(stage, run, message, context.version)
            yield Failure(stage.name, run, *place, message, smallest, tuple(empty), bool(cases & full))


def of_variables(manifest: Manifest) -> Iterator[Expression]:
    """The expressions of the variables that all steps of a Stage or task see."""
    return (each for each in manifest.expressions if each.step is None)


def placed(stage: Manifest, run: RunStep, message: str, version: str) -> tuple[Expression | None, str]:
    """The text that could not be evaluated, and the expression in it, told from what Kargo shows of it."""
    snippet = message.partition(_SNIPPET)[2].partition("\n")[0]
    for expression in chain(run.expressions, of_variables(stage)) if snippet else ():
        template = template_of(expression.text, version) if snippet in expression.text else None
        for _, part in template.parts if template is not None else ():
            if snippet in part:
                return expression, part
    return None, ""
