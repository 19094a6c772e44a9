"""A step that fails while a slot is empty, as all slots but one are in the first promotion to a Stage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kargoui.core.expr.reads import reads_of, template_reads
from kargoui.core.lint import WARNING, Context, Finding, Manifest, rule
from kargoui.core.lint.failing import Failure
from kargoui.core.lint.listing import listed
from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence, gettext_noop

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
_MISSING: Final = ("zero Value", "from <nil>", "not found in referenced Freight")
_SAYING_WHERE = re.compile(r" \(\d+:\d+\)$")


@rule("unguarded-freight", on="project", severity=WARNING, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """Expressions, and configs that break their schema, that fail because Freight is missing."""
    places: dict[tuple[str, str, Path], list[Failure]] = {}
    for failure in context.failures:
        place = _place(failure, context.version)
        if place is not None:
            manifest, path = place
            places.setdefault((manifest.kind, manifest.name, path), []).append(failure)
    for (kind, name, path), found in places.items():
        yield Finding(path, _sentence(found), kind=kind, name=name)


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
