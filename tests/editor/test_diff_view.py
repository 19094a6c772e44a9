"""Differences of two texts as rows."""

from __future__ import annotations

from typing import NamedTuple

from kargoui.editor import diff_view
from kargoui.editor.diff_view import Difference, difference


class Change(NamedTuple):
    before: str
    after: str
    kind: str = "Stage"
    name: str = "test"
    file: str = "stages.yaml"


def compare(before: str, after: str) -> Difference:
    return difference(Change(before, after))


def signs(found: Difference) -> str:
    return "".join(row.sign for row in found.rows)


def numbered(count: int) -> list[str]:
    return [f"line: {number}" for number in range(1, count + 1)]


def test_equal_texts_have_no_rows() -> None:
    assert compare("a: 1\n", "a: 1\n").rows == ()


def test_a_changed_line_stands_as_removed_and_added_with_its_context() -> None:
    before = numbered(20)
    after = [*before[:9], "line: ten", *before[10:]]
    found = compare("\n".join(before) + "\n", "\n".join(after) + "\n")
    assert signs(found) == "@   -+   @"
    assert (found.added, found.removed, found.state) == (1, 1, "changed")
    removed, added = found.rows[4:6]
    assert (removed.before, removed.after, added.before, added.after) == (10, None, None, 10)


def test_the_part_of_a_line_that_differs_is_told_apart() -> None:
    found = compare("tag: v1.0.0 # pinned\n", "tag: v1.2.0 # pinned\n")
    assert [row.text for row in found.rows] == [
        ("tag: v1.", "0", ".0 # pinned"),
        ("tag: v1.", "2", ".0 # pinned"),
    ]


def test_a_new_manifest_is_all_added_and_a_deleted_one_all_removed() -> None:
    created, deleted = compare("", "a: 1\nb: 2\n"), compare("a: 1\nb: 2\n", "")
    assert (signs(created), created.state) == ("++", "created")
    assert (signs(deleted), deleted.state) == ("--", "deleted")


def test_an_inserted_line_is_a_change_not_a_new_manifest() -> None:
    assert compare("a: 1\n", "a: 1\nb: 2\n").state == "changed"


def test_windows_line_ends_are_not_shown() -> None:
    assert [row.text[0] for row in compare("", "a: 1\r\nb: 2\r\n").rows] == ["a: 1", "b: 2"]


def test_two_changes_far_apart_have_a_gap_between_them() -> None:
    before = numbered(40)
    after = ["first", *before[1:-1], "last"]
    assert signs(compare("\n".join(before), "\n".join(after))) == "-+   @   -+"


def test_of_a_long_difference_the_rest_is_counted() -> None:
    found = compare("", "\n".join(numbered(diff_view.ROWS_SHOWN + 25)))
    assert len(found.rows) == diff_view.ROWS_SHOWN
    assert found.more == 25
    assert found.added == diff_view.ROWS_SHOWN + 25


def test_texts_too_large_to_compare_are_shown_old_then_new() -> None:
    before, after = [f"a{n}" for n in range(2500)], [f"b{n}" for n in range(2500)]
    found = compare("\n".join(before), "\n".join(after))
    assert (found.added, found.removed) == (2500, 2500)
