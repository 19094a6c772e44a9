"""The value of a text and of the expression under the cursor, or what Kargo would say is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.assist.known import Place
from kargoui.core.assist.regions import Region, Written, regions, written
from kargoui.core.assist.shown import shown, type_of
from kargoui.core.expr import ExpressionError, Unknown, render
from kargoui.core.expr.engine import program, run
from kargoui.core.simulate.wording import wording


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong, in Kargo's words. `line` and `column` are Kargo's, counted in the expression, and 0
    where it gives none; `at` is the place in what was typed, None where there is none."""

    message: str
    line: int = 0
    column: int = 0
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A value as text with Go's type; or what it depends on; or what is wrong. A guard that is no boolean
    has a value and a failure."""

    text: str = ""
    type: str = ""
    depends: tuple[str, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is that of the expression under the cursor, `whole` that of all the text where it differs.

    `becomes` is set where Kargo reads the text that an expression gives as something else: "number",
    "boolean" or "data".
    """

    value: Value
    whole: Value | None = None
    becomes: str = ""


_BECOMES: Final = {"float64": "number", "bool": "boolean"}


def value_at(typed: str, cursor: int, place: Place) -> Answer:
    """What the text is in this place, and what the expression under the cursor gives."""
    if not typed.strip():
        return Answer(Value())
    text = written(typed, guard=place.where == "if")
    found = list(regions(text.source, place.version))
    whole = _whole(text, found, place)
    at = text.at(cursor)
    under = next((each for each in found if each.holds(at)), None)
    if under is None or not _is_mixed(text.source, found):
        return Answer(whole, becomes=_becomes(text, found, whole, place))
    value = _expression(text, under, place)
    same = value.failure is not None and value.failure == whole.failure
    return Answer(value, None if same else whole)


def _is_mixed(source: str, found: Sequence[Region]) -> bool:
    """Whether a text is more than one expression."""
    return len(found) != 1 or bool(source[: found[0].opening].strip() or source[found[0].end :].strip())


def _whole(text: Written, found: Sequence[Region], place: Place) -> Value:
    if not found:
        return Value(shown(text.source), "string")
    for region in found:
        if region.closed and region.stop > region.start:
            failure = _expression(text, region, place).failure
            if failure is not None:
                return Value(failure=failure)
    if place.scope is None:
        return Value(failure=Failure(place.error))
    try:
        value = render(text.source, place.scope, where=place.where)
    except ExpressionError as error:
        return Value(failure=Failure(error.message))
    given = own = _given(value, place)
    if not isinstance(value, bool) and not _is_mixed(text.source, found):
        own = _expression(text, found[0], place)
        if isinstance(value, Unknown) and own.text:
            # A part of the value is not known, so neither is what Kargo makes of it; but the rest is
            given = own = replace(own, depends=given.depends)
            value = [] if own.type.startswith("[]") else {}
    if place.where != "if" or isinstance(value, bool | Unknown):
        return given
    # Kargo names what it makes of the value; what the expression itself gives says more
    return replace(own, failure=Failure(wording(place.version).not_boolean(value)))


def _expression(text: Written, region: Region, place: Place) -> Value:
    """One expression for itself, before it is put into the text around it."""
    source = text.source[region.start : region.stop]
    try:
        compiled = program(source, place.version, place.where)
        if place.scope is None:
            return Value(failure=Failure(place.error))
        return _given(run(compiled, place.scope), place)
    except ExpressionError as error:
        return Value(failure=_failure(error, text, region))


def _given(value: object, place: Place) -> Value:
    if isinstance(value, Unknown):
        return Value(depends=tuple(sorted(_named(reason, place) for reason in value.reasons)))
    return Value(shown(value), type_of(value))


def _named(reason: str, place: Place) -> str:
    """What a value depends on; in a task, as the task's own expressions name it."""
    of_task = f"outputs.{place.task}::"
    if place.task and reason.startswith(of_task):
        return f"task.outputs.{reason.removeprefix(of_task)}"
    return reason


def _failure(error: ExpressionError, text: Written, region: Region) -> Failure:
    if not error.line:
        return Failure(error.message)
    source = text.source[region.start : region.stop]
    before = source.split("\n")[: error.line - 1]
    at = region.start + sum(len(line) + 1 for line in before) + error.column - 1
    return Failure(error.message, error.line, error.column, text.typed_at(at))


def _becomes(text: Written, found: Sequence[Region], whole: Value, place: Place) -> str:
    """What Kargo makes of the text that the only expression gives, where that is no longer this text."""
    if len(found) != 1 or whole.type in ("", "string") or place.scope is None or place.where == "if":
        return ""
    given = _expression(text, found[0], place)
    if given.type != "string":
        return ""
    return _BECOMES.get(whole.type, "data")
