"""What edits do to data, and their JSON form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kargoui.core.manifest.errors import EditError
from kargoui.core.manifest.operations import (
    Insert,
    Move,
    Operation,
    Remove,
    Set,
    apply_to_data,
    from_json,
    same,
    to_json,
)

DATA: dict[str, Any] = {"a": {"b": [1, 2, 3], "c": None}, "d": "x"}


@pytest.mark.parametrize(
    ("operation", "after"),
    [
        (Set(("d",), 1), {"a": {"b": [1, 2, 3], "c": None}, "d": 1}),
        (Set(("a", "b", 1), "y"), {"a": {"b": [1, "y", 3], "c": None}, "d": "x"}),
        (Set(("a", "c", "e"), 1), {"a": {"b": [1, 2, 3], "c": {"e": 1}}, "d": "x"}),
        (Set(("f", "g"), {}), {"a": {"b": [1, 2, 3], "c": None}, "d": "x", "f": {"g": {}}}),
        (Set((), {"z": 1}), {"z": 1}),
        (Remove(("a", "b")), {"a": {"c": None}, "d": "x"}),
        (Remove(("a", "b", 0)), {"a": {"b": [2, 3], "c": None}, "d": "x"}),
        (Insert(("a", "b", 3), 4), {"a": {"b": [1, 2, 3, 4], "c": None}, "d": "x"}),
        (Insert(("a", "c", 0), 4), {"a": {"b": [1, 2, 3], "c": [4]}, "d": "x"}),
        (Insert(("n", "m", 0), 4), {"a": {"b": [1, 2, 3], "c": None}, "d": "x", "n": {"m": [4]}}),
        (Move(("a", "b", 0), 2), {"a": {"b": [2, 3, 1], "c": None}, "d": "x"}),
        (Move(("a", "b", 2), 0), {"a": {"b": [3, 1, 2], "c": None}, "d": "x"}),
    ],
    ids=str,
)
def test_the_data_afterwards(operation: Operation, after: object) -> None:
    before = json.dumps(DATA)
    assert same(apply_to_data(DATA, operation), after)
    assert json.dumps(DATA) == before


def test_a_key_is_added_behind_its_sibling() -> None:
    found = apply_to_data({"a": 1, "b": 2}, Set(("c",), 3, after="a"))
    assert isinstance(found, dict)
    assert list(found) == ["a", "c", "b"]
    found = apply_to_data({"a": 1, "b": 2}, Set(("c", "d"), 3, after="a"))
    assert found == {"a": 1, "c": {"d": 3}, "b": 2}
    assert list(found) == ["a", "c", "b"]


def test_values_of_other_types_are_not_the_same() -> None:
    values: list[object] = [
        1,
        1.0,
        True,
        "1",
        None,
        [],
        {},
        [1],
        [True],
        {"a": 1},
        {"a": 1.0},
        {"a": 1, "b": 1},
    ]
    for at, left in enumerate(values):
        for other, right in enumerate(values):
            assert same(left, right) == (at == other)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "set", "path": ["a"]},
        {"do": "set", "path": "a", "value": 1},
        {"do": "set", "path": [1.5], "value": 1},
        {"do": "set", "path": [True], "value": 1},
        {"do": "set", "path": ["a"], "value": 1, "after": 3},
        {"do": "move", "path": ["a", 0], "to": "1"},
        {"do": "move", "path": ["a", 0], "to": True},
        {"do": "explode", "path": []},
    ],
)
def test_other_json_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(EditError):
        from_json(data)


def test_edits_become_json() -> None:
    assert to_json(Set(("a", 0), [1], "b")) == {"do": "set", "path": ["a", 0], "value": [1], "after": "b"}
    assert to_json(Move(("a", 0), 1)) == {"do": "move", "path": ["a", 0], "to": 1}
    assert to_json(Remove(("a",))) == {"do": "remove", "path": ["a"]}
    assert to_json(Insert((0,), None)) == {"do": "insert", "path": [0], "value": None}
