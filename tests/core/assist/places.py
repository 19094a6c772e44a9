"""A Stage to write expressions in: its own steps around a task; completions with `|` for the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kargoui.core.assist import Answer, Completions, Place, Spot, case_of, completions, place_of, value_at
from kargoui.core.simulate import Project
from kargoui.core.simulate.templates import Where
from tests.core.simulate.projects import STAGE, compose, project, push

SLOTS = ("images", "charts")
TASK: dict[str, Any] = {
    "vars": [{"name": "of", "value": "task"}, {"name": "branch"}],
    "steps": [
        push("push"),
        compose("made", "x"),
        {
            "uses": "http",
            "as": "call",
            "vars": [{"name": "first", "value": "1"}, {"name": "second", "value": "${{ vars.first }}"}],
            "config": {"url": "https://acme.io", "outputs": [{"name": "ticket", "fromExpression": "x"}]},
        },
        {"uses": "copy", "config": {"inPath": "a", "outPath": "b"}},
    ],
}
STEPS: list[dict[str, Any]] = [
    push("push"),
    compose("a-b", "x"),
    {"task": {"name": "shared"}, "as": "shared", "vars": [{"name": "branch", "value": "${{ vars.of }}"}]},
    {"uses": "copy", "config": {"inPath": "a", "outPath": "b"}},
]


def written_in(*steps: dict[str, Any], **template: Any) -> Project:
    return project(*(steps or STEPS), tasks={"shared": TASK}, **template)


def place(
    index: int,
    where: Where = "if",
    *,
    variable: str = "",
    inner: int | None = None,
    filled: Sequence[str] = SLOTS,
    target: str = "images",
    version: str = "1.11",
    of: Project | None = None,
) -> Place:
    case = case_of(SLOTS, filled, target)
    return place_of(of or written_in(), STAGE, Spot(where, index, inner, variable), case, version)


def value(typed: str, at: Place) -> Answer:
    """The answer for a text in which `|` is the cursor."""
    return value_at(typed.replace("|", "", 1), typed.index("|"), at)


def options(typed: str, at: Place) -> Completions:
    return completions(typed.replace("|", "", 1), typed.index("|"), at)


def labels(typed: str, at: Place) -> list[str]:
    return [each.label for each in options(typed, at).options]


def chosen(typed: str, label: str, at: Place) -> str:
    """The text after the option of that label was chosen."""
    text = typed.replace("|", "", 1)
    option = next(each for each in options(typed, at).options if each.label == label)
    return text[: option.start] + option.insert + text[option.stop :]
