"""What a task's steps get as variables, with the memory that Kargo lets them share."""

from __future__ import annotations

from typing import Any

import pytest

from kargoui.core.simulate.templates import template_of
from kargoui.core.simulate.variables import Variables, inherited, task_variables
from tests.core.simulate.projects import compose, project, promote


def variables(*names: str) -> Variables:
    return tuple((name, template_of(name, "step-vars")) for name in names)


def names(of: Variables) -> list[str]:
    return [name for name, _ in of]


@pytest.mark.parametrize(
    ("count", "room"), [(0, 0), (1, 0), (2, 0), (3, 1), (4, 0), (5, 3), (8, 0), (9, 7), (16, 0), (17, 18)]
)
def test_the_slice_of_defaults_grows_as_go_lets_it(count: int, room: int) -> None:
    assert task_variables(variables(*(f"v{n}" for n in range(count))), (), ()).room == room


@pytest.mark.parametrize(("count", "room"), [(1, 0), (3, 0), (7, 0), (9, 0), (17, 0), (18, 1)])
def test_variables_given_at_once_leave_little_room(count: int, room: int) -> None:
    assert task_variables((), (), variables(*(f"v{n}" for n in range(count)))).room == room


def test_a_later_step_overwrites_what_an_earlier_one_has_where_there_is_room() -> None:
    shared = task_variables(variables("a", "b", "c"), (), ())
    found = inherited(shared, [variables("x"), (), variables("y"), variables("p", "q")])
    assert [names(each)[3:] for each in found] == [["y"], [], ["y"], ["p", "q"]]


def test_without_room_every_step_keeps_its_own() -> None:
    shared = task_variables(variables("a", "b"), (), ())
    found = inherited(shared, [variables("x"), variables("y")])
    assert [names(each)[2:] for each in found] == [["x"], ["y"]]


def test_a_promotion_shows_what_is_lost() -> None:
    def step(alias: str, name: str) -> dict[str, Any]:
        return compose(alias, "${{ [vars.x, vars.y] }}", vars=[{"name": name, "value": alias}])

    defaults = [{"name": name, "value": name} for name in "abc"]
    task = {"vars": defaults, "steps": [step("first", "x"), step("last", "y")]}
    outputs = promote(project({"task": {"name": "t"}, "as": "go"}, tasks={"t": task})).outputs
    assert outputs["go::first"] == {"it": [None, "last"]}
    assert outputs["go::last"] == {"it": [None, "last"]}
