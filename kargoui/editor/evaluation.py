"""What a page asks while somebody types an expression, and the answer: its value and what may come next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from kargoui.core.assist import (
    NO_STAGE,
    Answer,
    Completion,
    Failure,
    Place,
    Spot,
    Value,
    alone,
    case_of,
    completions,
    place_of,
    reference_to,
    value_at,
)
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.simulate import Case, Project, freight, read_project
from kargoui.core.simulate.project import requested_origins
from kargoui.core.simulate.templates import Where
from kargoui.editor.step_values import MAX_LENGTH, read_path
from kargoui.editor.steps import STEPS_OF, at, find, index_of
from kargoui.pipelines.errors import NotFound
from kargoui.pipelines.state import ProjectState

_MOST_SLOTS = 100
_LONGEST_PATH = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed where: `key` names the step by its content, `path` leads to the value from there.

    The paths of variables of a Stage or task begin with `spec`, and lead there from the manifest.

    `filled` and `target` are the case, `stage` the Stage in which a task's step is to run. `explicit`: the
    completions were asked for.
    """

    typed: str
    cursor: int
    key: str
    path: Path
    filled: tuple[str, ...] = ()
    target: str = ""
    stage: str = ""
    explicit: bool = False


def question(posted: QueryDict) -> Question:
    """The question that a page posts. Raises BadRequest where it is none, or too long."""
    typed, path = posted.get("text", ""), posted.get("path", "")
    cursor, key = index_of(posted.get("cursor", "")), posted.get("key", "")
    filled = posted.getlist("filled")
    if len(typed) > MAX_LENGTH or len(path) > _LONGEST_PATH or len(filled) > _MOST_SLOTS:
        raise BadRequest
    read = read_path(path)
    if cursor is None or not key or not read or read[0] not in ("if", "config", "vars", "spec"):
        raise BadRequest
    return Question(
        typed,
        min(cursor, len(typed)),
        key,
        read,
        tuple(filled),
        posted.get("target", ""),
        posted.get("stage", ""),
        explicit=posted.get("explicit") == "1",
    )


def in_stage(state: ProjectState, name: str, asked: Question, version: str) -> dict[str, Any] | None:
    """The answer for a Stage's own manifest; None where what was asked about is no longer there."""
    project = _project(state, name)
    manifest = project.stages[name]
    if asked.path[0] == "spec":
        return _answer(project, name, Spot("vars", variable=_variable(manifest, asked.path)), asked, version)
    steps = items(at(manifest, STEPS_OF["Stage"]))
    index = find(steps, 0, asked.key)
    if index is None:
        return None
    spot = Spot(_where(asked.path), index, variable=_variable(steps[index], asked.path))
    return _answer(project, name, spot, asked, version)


def in_task(state: ProjectState, name: str, asked: Question, version: str) -> dict[str, Any] | None:
    """The answer for a task, as it runs in one of the Stages that use it."""
    task = state.data_of("PromotionTask", [name]).get(name)
    if task is None:
        raise NotFound
    steps = items(at(task, STEPS_OF["PromotionTask"]))
    # The task's variables are those of each of its steps
    inner = 0 if asked.path[0] == "spec" else find(steps, 0, asked.key)
    if inner is None or not steps:
        return None
    users = state.referring("Stage", "PromotionTask", name)
    stage = asked.stage if asked.stage in users else next(iter(users), NO_STAGE)
    project = _project(state, stage) if stage != NO_STAGE else _task_alone(state, name, task, version)
    owner = task if asked.path[0] == "spec" else steps[inner]
    index = reference_to(project.stages[stage], name) or 0
    spot = Spot(_where(asked.path), index, inner, _variable(owner, asked.path))
    return _answer(project, stage, spot, asked, version)


def _where(path: Path) -> Where:
    return "if" if path[0] == "if" else "config" if path[0] == "config" else "step-vars"


def _variable(owner: object, path: Path) -> str:
    """The name of the variable whose value stands at a path; "" for other values."""
    return text(mapping(at(owner, path[:-1])).get("name")) if path[0] in ("spec", "vars") else ""


def _answer(project: Project, stage: str, spot: Spot, asked: Question, version: str) -> dict[str, Any]:
    requests = requested_origins(project.stages[stage])
    case = case_of(requests, asked.filled, asked.target)
    place = place_of(project, stage, spot, case, version)
    found = value_at(asked.typed, asked.cursor, place)
    return {
        **_value(found.value),
        "whole": _value(found.whole) if found.whole is not None else None,
        "note": _note(found),
        "case": _case(stage, requests, case),
        **_completions(asked, place),
    }


def _completions(asked: Question, place: Place) -> dict[str, Any]:
    found = completions(asked.typed, asked.cursor, place)
    wanted = found.options if found.eager or asked.explicit else ()
    return {"start": found.start, "completions": [_completion(each) for each in wanted]}


def _completion(option: Completion) -> dict[str, Any]:
    return {
        "label": option.label,
        "kind": option.kind,
        "detail": option.detail,
        "about": _(option.about) if option.about else "",
        "from": option.start,
        "to": option.stop,
        "insert": option.insert,
        "caret": len(option.insert) if option.caret is None else option.caret,
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "value": value.text,
        "type": value.type,
        "depends": list(value.depends),
        "error": _error(value.failure) if value.failure is not None else None,
    }


def _error(failure: Failure) -> dict[str, Any]:
    return {
        "message": failure.message,
        "line": failure.line,
        "column": failure.column,
        "at": failure.at,
    }


def _note(found: Answer) -> str:
    """What a person should know about the value."""
    if found.value.depends:
        return _("Depends on %(names)s") % {"names": ", ".join(found.value.depends)}
    if found.becomes == "number":
        return _("Kargo reads this text as a number. quote() keeps it a text.")
    if found.becomes == "boolean":
        return _("Kargo reads this text as true or false. quote() keeps it a text.")
    if found.becomes == "data":
        return _("Kargo reads this text as JSON. quote() keeps it a text.")
    return ""


def _case(stage: str, requests: tuple[str, ...], case: Case) -> str:
    """The case in words."""
    if stage == NO_STAGE:
        return _("without a Stage and its Freight")
    if not requests:
        return _("without Freight")
    others = [origin for origin in requests if origin != case.target]
    filled = [origin for origin in others if origin in case.filled]
    words = {"target": case.target, "names": ", ".join(filled)}
    if not others:
        return _("when %(target)s is promoted") % words
    if not filled:
        return _("when %(target)s is promoted and no other slot is filled") % words
    if len(filled) == len(others):
        return _("when %(target)s is promoted and every slot is filled") % words
    return _("when %(target)s is promoted and of the other slots only %(names)s is filled") % words


def _project(state: ProjectState, name: str) -> Project:
    """The Stage with the Warehouses and tasks that its promotions read, and no more of the project."""
    stage = state.data_of("Stage", [name]).get(name)
    if not isinstance(stage, Mapping):
        raise NotFound
    references = [mapping(step, "task") for step in items(at(stage, STEPS_OF["Stage"]))]
    found: list[object] = [stage, *state.data_of("Warehouse", requested_origins(stage)).values()]
    for kind in ("PromotionTask", "ClusterPromotionTask"):
        names = {
            text(each.get("name")) for each in references if text(each.get("kind"), "PromotionTask") == kind
        }
        found += state.data_of(kind, names).values()
    return _read(state, found)


def _task_alone(state: ProjectState, name: str, task: object, version: str) -> Project:
    return alone(_read(state, [task]), name, version)


def _read(state: ProjectState, documents: list[object]) -> Project:
    found = [each for each in documents if isinstance(each, dict)]
    return read_project(state.project.name, found, freight(found))
