"""Edits of ordinary manifests, one example for each thing that must come out right."""

from __future__ import annotations

import difflib

import pytest

from kargoui.core.manifest.edits import Insert, Move, Operation, Remove, Set, apply
from kargoui.core.manifest.errors import EditError
from kargoui.core.manifest.path import parse_path

STAGE = """\
# top
apiVersion: kargo.akuity.io/v1alpha1 # v
metadata:
  name: x   # the name
  labels: {a: b, "c": 'd'}
  empty:
  nothing: {}
spec:
  # about vars
  vars: # key line
  - name: a  # first
    value: "1"
  # about b
  - name: b
    value: |
      text
    # b's end

  # free

  - c
  stages: [test, uat, qa]
  message: >-
    folded
    text
  # before deep
  deep:
    only: 1
"""


def difference(text: str, operation: Operation) -> list[str]:
    """What the edit takes out and puts in, line by line."""
    after = apply(text, operation)
    rows = difflib.unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm="")
    return [row for row in rows if row[:3] not in ("---", "+++") and not row.startswith("@@")]


EXAMPLES: list[tuple[Operation, list[str]]] = [
    (Set(("metadata", "name"), "y: z"), ["-  name: x   # the name", '+  name: "y: z"   # the name']),
    (
        Set(("metadata", "name"), {"a": [1, {"b": 2}]}),
        ["-  name: x   # the name", "+  name:   # the name", "+    a:", "+    - 1", "+    - b: 2"],
    ),
    (
        Set(("metadata", "name"), "a\nb\n"),
        ["-  name: x   # the name", "+  name: |   # the name", "+    a", "+    b"],
    ),
    (
        Set(("metadata", "labels", "c"), "on"),
        ["-  labels: {a: b, \"c\": 'd'}", "+  labels: {a: b, \"c\": 'on'}"],
    ),
    (
        Set(("metadata", "labels", "z"), "${{ x }}", "a"),
        ["-  labels: {a: b, \"c\": 'd'}", '+  labels: {a: b, z: "${{ x }}", "c": \'d\'}'],
    ),
    (Set(("metadata", "empty"), 5), ["-  empty:", "+  empty: 5"]),
    (Set(("metadata", "empty", "x"), "on"), ['+    x: "on"']),
    (
        Set(("metadata", "nothing", "x", "y"), True),
        ["-  nothing: {}", "+  nothing:", "+    x:", '+      "y": true'],
    ),
    (Set(("spec", "new"), None, "vars"), ["+  new: null"]),
    (Set(("spec", "vars", 0, "value"), "1.10"), ['-    value: "1"', '+    value: "1.10"']),
    (Set(("spec", "vars", 0, "value"), 2), ['-    value: "1"', "+    value: 2"]),
    (
        Set(("spec", "vars", 1, "value"), "more"),
        ["-    value: |", "-      text", "+    value: |-", "+      more"],
    ),
    (Set(("spec", "message"), "other"), ["-    folded", "-    text", "+    other"]),
    (Set(("spec", "deep"), {"only": 2, "x": []}), ["-    only: 1", "+    only: 2", "+    x: []"]),
    (Set(("spec", "stages"), ["prod"]), ["-  stages: [test, uat, qa]", "+  stages: [prod]"]),
    (Remove(("spec", "deep", "only")), ["-  deep:", "-    only: 1", "+  deep: {}"]),
    (Remove(("spec", "deep")), ["-  # before deep", "-  deep:", "-    only: 1"]),
    (Remove(("spec", "vars", 0)), ["-  - name: a  # first", '-    value: "1"']),
    (
        Remove(("spec", "vars", 1)),
        ["-  # about b", "-  - name: b", "-    value: |", "-      text", "-    # b's end"],
    ),
    (
        Remove(("spec", "vars", 0, "name")),
        ["-  - name: a  # first", '-    value: "1"', '+  - value: "1"'],
    ),
    (Remove(("spec", "stages", 0)), ["-  stages: [test, uat, qa]", "+  stages: [uat, qa]"]),
    (Remove(("spec", "stages", 2)), ["-  stages: [test, uat, qa]", "+  stages: [test, uat]"]),
    (
        Insert(("spec", "stages", 3), "prod"),
        ["-  stages: [test, uat, qa]", "+  stages: [test, uat, qa, prod]"],
    ),
    (
        Insert(("spec", "stages", 0), "a, b"),
        ["-  stages: [test, uat, qa]", '+  stages: ["a, b", test, uat, qa]'],
    ),
    (
        Insert(("spec", "vars", 1), {"name": "n", "value": "a\nb"}),
        ['+  - name: "n"', "+    value: |-", "+      a", "+      b"],
    ),
    (Insert(("spec", "vars", 3), "d"), ["+  - d"]),
    (Insert(("spec", "fresh", 0), {"a": 1}), ["+  fresh:", "+  - a: 1"]),
    (Move(("spec", "stages", 2), 0), ["-  stages: [test, uat, qa]", "+  stages: [qa, test, uat]"]),
    (
        Move(("spec", "vars", 0), 1),
        ["-  - name: a  # first", '-    value: "1"', "+  - name: a  # first", '+    value: "1"'],
    ),
]


@pytest.mark.parametrize(("operation", "expected"), EXAMPLES, ids=lambda value: str(value)[:60])
def test_an_edit_changes_these_lines(operation: Operation, expected: list[str]) -> None:
    assert difference(STAGE, operation) == expected


def test_a_moved_item_takes_its_comments_and_leaves_the_others() -> None:
    after = apply(STAGE, Move(("spec", "vars", 1), 0))
    expected = "  # about b\n  - name: b\n    value: |\n      text\n    # b's end\n  - name: a  # first\n"
    assert expected + '    value: "1"\n\n  # free\n\n  - c\n' in after


def test_the_two_requests_of_a_stage_change_places() -> None:
    key = "spec:\n  requestedFreight:\n"
    one = "  # one\n  - origin: {name: a}\n    sources: {direct: true}\n"
    two = "  - origin: {name: b}\n"
    text = f"{key}{one}\n{two}"
    swapped = apply(text, Move(parse_path("spec.requestedFreight[1]"), 0))
    assert swapped == f"{key}{two}\n{one}"
    assert apply(swapped, Move(parse_path("spec.requestedFreight[0]"), 1)) == text


def test_a_guard_is_attached_behind_the_kind_of_step() -> None:
    text = "steps:\n    -   uses: git-push\n        config:\n          path: ./src\n"
    guard = '${{ chartFrom("https://charts.example.com", "node") != nil }}'
    assert apply(text, Set(parse_path("steps[0].if"), guard, "uses")) == text.replace(
        "git-push\n", f"git-push\n        if: {guard}\n"
    )


def test_setting_what_is_there_already_changes_nothing() -> None:
    text = "a: 'x'   # c\nb: [1,2]\n"
    assert apply(text, Set(("a",), "x")) == text
    assert apply(text, Set(("b",), [1, 2])) == text
    assert apply(text, Set(("b", 0), True)) != text
    assert apply(text, Move(("b", 1), 1)) == text


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (Remove(("nope",)), "Nothing stands at nope"),
        (Remove(("spec", "vars", 9)), "Nothing stands at spec.vars[9]"),
        (Remove(()), "whole document"),
        (Set(("spec", "vars", 9), 1), "spec.vars has 3 items"),
        (Set(("metadata", "name", "x"), 1), "metadata.name is no mapping"),
        (Set(("metadata", 0), 1), "metadata is no list"),
        (Insert(("metadata", "name", 0), 1), "metadata.name is no list"),
        (Insert(("spec", "vars", 4), 1), "there is no place 4"),
        (Insert(("spec", "vars"), 1), "does not end in the number"),
        (Move(("spec", "vars", 0), 3), "there is no place 3"),
        (Set(("a",), float("nan")), "cannot hold this value"),
        (Set(("a",), {1: 2}), "cannot hold this key"),
        (Set(("a",), "\ud800"), "cannot hold this value"),
        (Set(("a",), ...), "cannot hold this value"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused_with_a_sentence(operation: Operation, words: str) -> None:
    with pytest.raises(EditError) as caught:
        apply(STAGE, operation)
    assert words in str(caught.value)
