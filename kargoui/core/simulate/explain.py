"""Why a step does not end well, in a sentence for people. Kargo's own message has the engine's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.expr import ExpressionError, Scope, evaluate, nodes
from kargoui.core.expr.engine import program, run
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.freight import Sought, providers
from kargoui.core.expr.functions import functions_of
from kargoui.core.expr.parser import parse
from kargoui.core.expr.template import template_of
from kargoui.core.expr.values import is_nil
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Case, Project
from kargoui.core.simulate.templates import Template, Where
from kargoui.core.simulate.trace import StepTrace, Trace

_NO_STEP: Final = gettext_noop("This version of Kargo has no step %(step)s.")
_OWN_FAILURE: Final = gettext_noop("This step fails whenever it runs.")
_SUPPOSED: Final = gettext_noop("It fails because you suppose so.")
_NOT_BOOLEAN: Final = gettext_noop("Its if gives neither true nor false in this case.")
_REFUSED: Final = gettext_noop("In this case its config is not what %(step)s takes.")
_NO_CONFIG: Final = gettext_noop("Its config cannot be evaluated in this case.")
_NO_GUARD: Final = gettext_noop("Its if cannot be evaluated in this case.")
_NO_VARIABLE: Final = gettext_noop("Its variable %(field)s cannot be evaluated in this case.")
_INVALID: Final = gettext_noop("%(call)s is no valid expression.")
_EMPTY_FIELD: Final = gettext_noop(
    "Nothing in slot %(slot)s in this case, so %(call)s is nil and %(field)s fails."
)
_EMPTY_CALL: Final = gettext_noop(
    "Nothing in slot %(slot)s in this case, so %(call)s finds nothing and fails."
)
_FOREIGN_FIELD: Final = gettext_noop(
    "No Warehouse that this Stage requests provides %(repo)s, so %(call)s is nil in every case "
    "and %(field)s fails."
)
_FOREIGN_CALL: Final = gettext_noop(
    "No Warehouse that this Stage requests provides %(repo)s, so %(call)s fails in every case."
)
_SEVERAL: Final = gettext_noop("Each of %(slot)s could provide it: %(call)s has to say which one it means.")
_NO_WAREHOUSE: Final = gettext_noop(
    "Warehouse %(slot)s is not in this project, so Kargo cannot tell which slot %(call)s looks in."
)
_SKIPPED: Final = gettext_noop(
    "Step %(step)s does not run in this case, so %(call)s is nil and %(field)s fails."
)
_NIL: Final = gettext_noop("%(call)s is nil in this case, so %(field)s fails.")

_OUTPUT: Final = re.compile(r"(?P<task>task\.)?outputs(?:\.(?P<name>\w+)|\[[\"'](?P<quoted>[^\"']+)[\"']\])")
_VARIABLE: Final = re.compile(r'error pre-processing promotion variable "(?P<name>[^"]*)"')
_ABSENT: Final = re.compile(r'Warehouse "(?P<name>[^"]*)" not found in namespace')
_FAILS: Final = object()
_FREIGHT: Final = re.compile(r"not found in referenced Freight|multiple requested Freight|Warehouse \"")


@dataclass(frozen=True, slots=True)
class _Failure:
    """The expression that fails: its source, its error, and what it saw. `compiled`: it failed as it ran."""

    source: str
    where: Where
    error: ExpressionError
    scope: Scope
    compiled: bool


def explain(
    project: Project, planned: Plan, case: Case, trace: Trace, own: StepTrace, *, supposed: bool
) -> Sentence:
    """Why the step of a promotion whose trace is `own` did not end well.

    `supposed`: somebody chose that it fails. Of the parameters, `slot` names Warehouses; all others are code.
    """
    step = next(step for step in planned.steps if step.alias == own.alias)
    if step.check is None:
        return Sentence(_NO_STEP, {"step": step.uses})
    if f"invalid {step.uses} config: " in own.message:
        return Sentence(_REFUSED, {"step": step.uses})
    for failure in [] if own.ran else _failures(project, planned, case, step, own):
        found = _of_expression(failure, planned, step, trace)
        if found is not None:
            return found
    return _in_general(own, supposed=supposed)


def _in_general(own: StepTrace, *, supposed: bool) -> Sentence:
    variable = _VARIABLE.search(own.message)
    if variable is not None:
        return Sentence(_NO_VARIABLE, {"field": variable["name"]})
    if "should be skipped: " in own.message:
        return Sentence(_NOT_BOOLEAN if "must evaluate to a boolean" in own.message else _NO_GUARD)
    if "failed to get step config: " in own.message:
        return Sentence(_NO_CONFIG)
    return Sentence(_SUPPOSED if supposed else _OWN_FAILURE)


def _failures(
    project: Project, planned: Plan, case: Case, step: PlannedStep, own: StepTrace
) -> Iterator[_Failure]:
    """The expressions of a step whose error its message quotes."""
    scope = own.scope or _bare_scope(project, planned, case, step)
    parts: list[tuple[Where, Template | None]] = [("if", step.guard), ("config", step.config)]
    if own.scope is None:
        parts = [
            *(("vars", each) for _, each in planned.vars),
            *(("step-vars", each) for _, each in step.vars),
        ]
    for where, template in parts:
        for source in _expressions(template, planned.version):
            compiled = False
            try:
                expression = program(source, planned.version, where)
                compiled = True
                run(expression, scope)
            except ExpressionError as error:
                if str(error) in own.message:
                    yield _Failure(source, where, error, scope, compiled)


def _expressions(template: Template | None, version: str) -> Iterator[str]:
    for leaf in template.leaves if template is not None else ():
        parsed = template_of(leaf.text, version)
        for _, expression in parsed.parts if parsed is not None else ():
            yield expression


def _bare_scope(project: Project, planned: Plan, case: Case, step: PlannedStep) -> Scope:
    """What is left to see where the variables cannot be evaluated: the Freight."""
    freight = {
        name: project.freight[name] for name in planned.requests if name in case.filled & set(project.freight)
    }
    return Scope(
        variables={"vars": {}, "outputs": {}},
        version=planned.version,
        project=project.name,
        requests=planned.requests,
        warehouses=project.warehouses,
        freight=freight,
        alias=step.alias,
    )


def _of_expression(failure: _Failure, planned: Plan, step: PlannedStep, trace: Trace) -> Sentence | None:
    if not failure.compiled:
        return Sentence(_INVALID, {"call": failure.source.strip()})
    tree = parse(failure.source, functions_of(planned.version, failure.where).names)
    at = _offset(failure)
    for node in _all(tree):
        if node.at != at:
            continue
        if isinstance(node, nodes.Member):
            return _of_member(failure, node, step, trace)
        if isinstance(node, nodes.Call) and _FREIGHT.search(failure.error.message):
            return _of_finder(failure, node)
    return None


def _of_member(failure: _Failure, node: nodes.Member, step: PlannedStep, trace: Trace) -> Sentence | None:
    """An access that fails: what stands before it is nil."""
    written = _before(failure.source, node)
    value, sought = _looked_up(failure, written)
    if not is_nil(value):
        return None
    field = node.property.value if isinstance(node.property, nodes.String) else "[]"
    params: dict[str, object] = {"call": written, "field": f".{field}" if field != "[]" else field}
    if sought is not None:
        slots = providers(failure.scope, sought)
        if not slots:
            return Sentence(_FOREIGN_FIELD, {**params, "repo": sought.repo})
        return Sentence(_EMPTY_FIELD, {**params, "slot": ", ".join(slots)})
    output = _OUTPUT.fullmatch(written)
    if output is not None:
        name = output["name"] or output["quoted"]
        wanted = f"{step.task}::{name}" if output["task"] else name
        if any(each.alias == wanted and each.status == "Skipped" for each in trace.steps):
            return Sentence(_SKIPPED, {**params, "step": name})
    return Sentence(_NIL, params)


def _of_finder(failure: _Failure, node: nodes.Call) -> Sentence | None:
    """A call that finds no Freight and fails by that."""
    written = _call(failure.source, node)
    params: dict[str, object] = {"call": written}
    absent = _ABSENT.search(failure.error.message)
    if absent is not None:
        return Sentence(_NO_WAREHOUSE, {**params, "slot": absent["name"]})
    _, sought = _looked_up(failure, written)
    if sought is None:
        return None
    slots = providers(failure.scope, sought)
    if len(slots) > 1:
        return Sentence(_SEVERAL, {**params, "slot": ", ".join(slots)})
    if slots:
        return Sentence(_EMPTY_CALL, {**params, "slot": slots[0]})
    return Sentence(_FOREIGN_CALL, {**params, "repo": sought.repo})


class _Asked(dict[object, object]):
    """What a scope remembers of Freight that it found, noting what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_asked: list[object] = []

    def get(self, key: object, default: object = None) -> object:
        self.keys_asked.append(key)
        return super().get(key, default)


def _looked_up(failure: _Failure, written: str) -> tuple[object, Sought | None]:
    """The value of a part of an expression, _FAILS where it has none, and what Freight it looks for."""
    asked = _Asked()
    try:
        value = evaluate(written, replace(failure.scope, found=asked))
    except ExpressionError:
        value = _FAILS
    soughts = {key for key in asked.keys_asked if isinstance(key, Sought)}
    return value, soughts.pop() if len(soughts) == 1 else None


def _offset(failure: _Failure) -> int:
    lines = failure.source.split("\n")
    return sum(len(line) + 1 for line in lines[: failure.error.line - 1]) + failure.error.column - 1


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in nodes.children(node):
        yield from _all(child)


def _before(source: str, node: nodes.Member) -> str:
    """What stands before `.x` or `[x]` in the source."""
    start = min(each.at for each in _all(node.node))
    return source[start : node.at].rstrip().removesuffix(".").removesuffix("?").rstrip()


def _call(source: str, node: nodes.Call) -> str:
    """A call as it is written, up to the bracket that closes it."""
    for end in re.finditer(r"\)", source[node.at :]):
        written = source[node.at : node.at + end.end()]
        try:
            parse(written)
        except Fault:
            continue
        return written
    return ""
