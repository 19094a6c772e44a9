"""A step that fails while a slot is empty, as all slots but one are in the first promotion to a Stage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kargoui.core.expr.reads import reads_of, template_reads
from kargoui.core.lint import WARNING, Context, Edit, Finding, Fix, Manifest, Step, rule
from kargoui.core.lint.failing import Failure
from kargoui.core.lint.listing import listed
from kargoui.core.manifest.path import Path
from kargoui.core.remembered import Remembered
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate.mending import asking_guard
from kargoui.core.simulate.mending.written import StepPlace

_ONE = gettext_noop(
    "This fails in promotions to %(stage)s while there is Freight from %(filled)s but none from %(empty)s: "
    "%(reason)s. Guard the step with an if."
)
_SEVERAL = gettext_noop(
    "This fails in promotions to %(stages)s, in those to %(stage)s while there is Freight from %(filled)s "
    "but none from %(empty)s: %(reason)s. Guard the step with an if."
)
_NEVER = gettext_noop(
    "This fails in every promotion to %(stages)s, where no requested Freight has what is looked up: "
    "%(reason)s. Guard the step with an if, or request the Freight."
)
# Steps without which the next ones find all that they need; what git-clone brings would be missing
_SPARED: Final = frozenset(
    {"helm-update-chart", "json-update", "kustomize-set-image", "set-freight-alias", "set-metadata"}
    | {"toml-update", "yaml-merge", "yaml-update"}
)
_MISSING: Final = ("zero Value", "from <nil>", "not found in referenced Freight")
Place = tuple[str, str, Path]  # kind and name of a manifest, and where in it
_placed: Remembered[list[tuple[Place, Failure]]] = Remembered(8192)
_findings: Remembered[Finding] = Remembered(8192)
_SAYING_WHERE = re.compile(r" \(\d+:\d+\)$")


@rule("unguarded-freight", on="project", severity=WARNING, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """Expressions, and configs that break their schema, that fail because Freight is missing."""
    places: dict[Place, list[Failure]] = {}
    for of_stage in context.failures:
        for place, failure in _placed.of((of_stage,), _places, of_stage, context.version):
            places.setdefault(place, []).append(failure)
    for place, found in places.items():
        sources = (*found, *context.users.get(place[:2], ()))
        yield _findings.of(sources, _finding, place, found, context)


def _finding(place: Place, found: list[Failure], context: Context) -> Finding:
    kind, name, path = place
    return Finding(path, _sentence(found), _fix(found, context), kind, name)


def _places(failures: Iterable[Failure], version: str) -> list[tuple[Place, Failure]]:
    """The failures for want of Freight, each with the place to mend."""
    found = ((failure, _place(failure, version)) for failure in failures)
    return [((place[0].kind, place[0].name, place[1]), each) for each, place in found if place is not None]


def _place(failure: Failure, version: str) -> tuple[Manifest, Path] | None:
    """The place in a manifest to mend; None where the step does not fail for want of Freight."""
    expression = failure.expression
    if expression is None:
        return None if failure.filled else _breaking_schema(failure, version)
    missing = not failure.filled or any(words in failure.message for words in _MISSING)
    if not missing or not reads_of(failure.part, version, expression.where).freight:
        return None
    return expression.manifest, expression.path


def _breaking_schema(failure: Failure, version: str) -> tuple[Manifest, Path] | None:
    """The text in a config that gives what its schema refuses, for all that Kargo says of it."""
    step = failure.run.step
    reading = [
        each.path
        for each in step.expressions
        if each.where == "config" and template_reads(each.text, version, "config").freight
    ]
    named = [path for path in reading if ".".join(map(str, path[len(step.path) + 1 :])) in failure.message]
    return (step.manifest, (named or reading)[0]) if reading else None


def _sentence(found: list[Failure]) -> Sentence:
    """Of the Stages in which the step does well once all slots are filled; if there are none, of all."""
    waiting = [each for each in found if not each.filled]
    first, *others = waiting or found
    reason = _SAYING_WHERE.sub("", first.message.partition("\n")[0].rpartition("get step config: ")[2])
    stages = listed(each.stage for each in (first, *others))
    if not waiting:
        return Sentence(_NEVER, {"stages": stages, "reason": reason})
    params = {"stages": stages, "stage": first.stage, "reason": reason}
    params |= {"filled": listed(sorted(first.smallest.filled)), "empty": listed(first.empty)}
    return Sentence(_SEVERAL if others else _ONE, params)


def _fix(found: list[Failure], context: Context) -> Fix | None:
    """A guard, where the step itself reads the Freight and still runs in some of the cases."""
    step, expression = found[0].run.step, found[0].expression
    always = any(each.filled for each in found)
    if step.uses not in _SPARED or expression is None or expression.step is not step:
        return None
    if all(each.filled for each in found) or (always and "chartFrom" in expression.text):
        return None
    place = StepPlace(step.manifest.kind, step.manifest.name, step.path)
    first = _comes_first(step, context)
    guard = asking_guard(context.project, found[0].stage, context.version, place, first=first)
    if guard is None:
        return None
    edits = (Edit(step.manifest.kind, step.manifest.name, each) for each in guard.operations)
    return Fix(guard.label, tuple(edits))


def _comes_first(step: Step, context: Context) -> bool:
    """Whether nothing can fail before a step, in no Stage that has it."""
    task = (step.manifest.kind, step.manifest.name)
    references = (each for stage in context.users.get(task, ()) for each in stage.steps if each.task == task)
    return step.index == 0 and all(reference.index == 0 for reference in references)
