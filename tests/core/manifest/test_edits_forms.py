"""Edits of the less usual forms of YAML: line ends, compact and long forms, JSON, anchors, merge keys."""

from __future__ import annotations

import pytest

from kargoui.core.manifest.edits import Insert, Move, Operation, Remove, Set, apply
from kargoui.core.manifest.errors import EditError
from kargoui.core.manifest.loader import load_data

JSON = '{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  },\n  "c": "x"\n}\n'
ANCHORS = """\
base: &base
  x: 1
  w: 2
same: *base
more:
  <<: *base
  z: 3
list:
- &one a
- *one
"""


@pytest.mark.parametrize(
    ("text", "operation", "after"),
    [
        # line ends
        ("a: 1\r\nb: 2\r\n", Set(("a",), {"x": "p\nq\n"}), "a:\r\n  x: |\r\n    p\r\n    q\r\nb: 2\r\n"),
        ("a: 1\r\nb: 2\r\n", Remove(("a",)), "b: 2\r\n"),
        ("a: 1", Set(("b",), 2), "a: 1\nb: 2"),
        ("a: 1\nb: 2", Remove(("b",)), "a: 1"),
        ("- a\n- b", Move((1,), 0), "- b\n- a"),
        ("a: |\n  x", Set(("b",), 1), "a: |-\n  x\nb: 1"),
        ("a: 1", Set(("b",), "x\n"), "a: 1\nb: |\n  x\n"),
        ("\ufeffa: 1\n", Remove(("a",)), "\ufeff{}\n"),
        ("\ufeffa: 1\nb: 2\n", Set(("a",), 2), "\ufeffa: 2\nb: 2\n"),
        # nothing yet
        ("", Set(("a", "b"), 1), "a:\n  b: 1\n"),
        ("# c\n---\n", Set(("a",), 1), "# c\n---\na: 1\n"),
        ("a:\nb: 1\n", Insert(("a", 0), "x"), "a:\n- x\nb: 1\n"),
        ("a: []  # c\n", Insert(("a", 0), {"x": 1}), "a:  # c\n- x: 1\n"),
        ("a: # c\n  - x\n", Remove(("a", 0)), "a: [] # c\n"),
        ("a: 1\n", Remove(("a",)), "{}\n"),
        ("---\n- x # c\n...\n", Remove((0,)), "---\n[]\n...\n"),
        # compact and long forms
        ("- a: 1\n  b: 2\n", Remove((0, "a")), "- b: 2\n"),
        ("- a: 1\n  # c\n  b: 2\n", Remove((0, "a")), "-\n  # c\n  b: 2\n"),
        ("- a: 1\n", Remove((0, "a")), "- {}\n"),
        ("- - a\n  - b\n", Move((0, 1), 0), "- - b\n  - a\n"),
        ("- - a\n  - b\n", Insert((0, 0), "x"), "- - x\n  - a\n  - b\n"),
        ("-   a: 1\n    b: 2\n", Insert((1,), {"c": 3, "d": 4}), "-   a: 1\n    b: 2\n-   c: 3\n    d: 4\n"),
        ("? a\n: 1\n? b\n", Set(("b",), 2), "? a\n: 1\n? b\n: 2\n"),
        ("? a\n: b: 1\n", Set(("a", "c"), 2), "? a\n: b: 1\n  c: 2\n"),
        ("a: !!str 5\n", Set(("a",), "6"), "a: !!str \"6\"\n"),
        ("a: !!str 5\n", Set(("a",), 6), "a: 6\n"),
        ("a: |+\n  x\n\nb: 1\n", Set(("a",), "y\n"), "a: |\n  y\nb: 1\n"),
        ("a: x\n\n\nb: 1\n", Set(("a",), "y\n\n"), 'a: "y\\n\\n"\n\n\nb: 1\n'),
        ("a: # c\n  b: 1\n", Set(("a",), "x"), "a: x # c\n"),
        ("a: 'x'\n", Set(("a",), "it's"), "a: 'it''s'\n"),
        ("a: long\n  text\nb: 1\n", Set(("a",), "short"), "a: short\nb: 1\n"),
        ("-\n  a: 1\n", Set((0,), ["x", "z"]), "-\n  - x\n  - z\n"),
        # comments between a key and its value
        ("a:\n  # c\n  []\nb: 1\n", Insert(("a", 0), "x"), "a:\n  # c\n- x\nb: 1\n"),
        ("a:\n  # c\n  []  # d\n", Insert(("a", 0), "x"), "a:\n  # c\n  # d\n- x\n"),
        ("? a\n: x\t# c\n", Set(("a",), ["z"]), "? a\n: # c\n- z\n"),
        ("a: &a\n  # c\n  x\n", Set(("a",), "z"), "a: &a\n  # c\n  z\n"),
        # texts that keep the blank lines after them
        ("- |+\n  a\n- b\n\n# c\n", Remove((1,)), "- |+\n  a\n# c\n"),
        ("- b\n\n- |+\n  a\n- c\n", Move((1,), 0), "- |+\n  a\n- b\n\n- c\n"),
        ("a:\n- |+\n  x\n- y\n\nb: 1\n", Move(("a", 0), 1), "a:\n- y\n- |\n  x\n\nb: 1\n"),
        ("a:\n- |+\n  x\n\n- y\n\nb: 1\n", Move(("a", 0), 1), 'a:\n- y\n- "x\\n\\n"\n\nb: 1\n'),
        # flow style over several lines
        (JSON, Set(("c",), "on"), JSON.replace('"x"', '"on"')),
        (JSON, Set(("d",), {"e": "f"}), JSON.replace('"x"', '"x",\n  "d": {\n    "e": "f"\n  }')),
        (JSON, Insert(("a", "b", 2), 3), JSON.replace("2\n", "2,\n      3\n")),
        (JSON, Insert(("a", "b", 0), 3), JSON.replace("      1", "      3,\n      1")),
        (JSON, Remove(("a", "b", 1)), JSON.replace("1,\n      2\n", "1\n")),
        (JSON, Remove(("a", "b", 0)), JSON.replace("      1,\n", "")),
        (JSON, Move(("a", "b", 1), 0), JSON.replace("1,\n      2", "2,\n      1")),
        ("a: [\n  x, # one\n  # on y\n  y,\n]\n", Move(("a", 1), 0), "a: [\n  # on y\n  y,\n  x, # one\n]\n"),
        ("a: [x, b: c]\n", Set(("a", 1, "d"), 1), "a: [x, {b: c, d: 1}]\n"),
        ("a: [\n  b: c\n]\n", Set(("a", 0, "d"), 1), "a: [\n  {b: c, d: 1}\n]\n"),
        ("a: [\n  x,\n  b: c\n]\n", Remove(("a", 1, "b")), "a: [\n  x,\n  {}\n]\n"),
        ("a: [\n  {x: 1},\n]\n", Insert(("a", 1), {"x": 2}), "a: [\n  {x: 1},\n  {x: 2},\n]\n"),
        ("a: 'b'\n", Set(("c",), ["d", 1]), "a: 'b'\nc:\n- 'd'\n- 1\n"),
        # anchors and merge keys
        (ANCHORS, Set(("same", "x"), 5), ANCHORS.replace("same: *base", "same:\n  x: 5\n  w: 2")),
        (ANCHORS, Remove(("same", "x")), ANCHORS.replace("same: *base", "same:\n  w: 2")),
        (ANCHORS, Set(("same",), "s"), ANCHORS.replace("same: *base", "same: s")),
        (ANCHORS, Set(("more", "x"), 5), ANCHORS.replace("z: 3", "z: 3\n  x: 5")),
        (ANCHORS, Remove(("more", "z")), ANCHORS.replace("  z: 3\n", "")),
        (ANCHORS, Set(("list", 1), "b"), ANCHORS.replace("- *one", "- b")),
        (ANCHORS, Move(("list", 1), 0), ANCHORS.replace("- &one a\n- *one", "- a\n- &one a")),
    ],
)  # fmt: skip
def test_an_edit_writes_this(text: str, operation: Operation, after: str) -> None:
    assert apply(text, operation) == after


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (Set(("base", "x"), 5), "anchor &base of line 1, which is used again on line 4, 6"),
        (Set(("base",), 5), "anchor &base of line 1"),
        (Remove(("base",)), "anchor &base of line 1"),
        (Remove(("list", 0)), "anchor &one of line 9, which is used again on line 10"),
        (Remove(("more", "x")), "comes from the merge key on line 6"),
    ],
    ids=str,
)
def test_what_others_share_is_refused_with_the_lines(operation: Operation, words: str) -> None:
    with pytest.raises(EditError) as caught:
        apply(ANCHORS, operation)
    assert words in str(caught.value)


def test_a_key_that_overrides_an_inherited_one_cannot_vanish() -> None:
    with pytest.raises(EditError):
        apply("a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n", Remove(("b", "x")))


def test_an_anchor_that_nobody_uses_is_no_obstacle() -> None:
    assert apply("a: &a x\nb: &b\n  c: 1\n", Set(("a",), "z")) == "a: &a z\nb: &b\n  c: 1\n"
    assert apply("a: &a x\nb: &b\n  c: 1\n", Remove(("b", "c"))) == "a: &a x\nb: &b {}\n"


def test_the_next_document_keeps_its_separator() -> None:
    text = "a: |+\n  x\n\n"
    assert apply(text, Set(("a",), "y")).endswith("\n")
    assert load_data(apply(text, Set(("b",), "z"))) == {"a": "x\n\n", "b": "z"}
