"""Expressions are found in texts of any kind, hostile ones among them, in one pass."""

from __future__ import annotations

import pytest

from kargoui.core.expr.embedded import expressions, replaced
from kargoui.editor.guards import freight_calls
from kargoui.editor.step_lines import short
from kargoui.editor.yaml_view import yaml_view

MANY = 200_000


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("no expression", []),
        ("${{ a }}", [" a "]),
        ("x ${{ a }} y ${{b}} z", [" a ", "b"]),
        ("${% a %} ${{ b }}", [" a ", " b "]),
        ("${{ a %} ${% b %}", [" b "]),
        ("${{ a ${{ b }}", [" a ${{ b "]),
        ("${{ a", []),
        ("${{}}", [""]),
    ],
)
def test_what_stands_in_each_expression(text: str, inside: list[str]) -> None:
    assert [one for _, _, one in expressions(text)] == inside
    assert all(text[start:end].endswith("}") for start, end, _ in expressions(text))


def test_what_stands_around_expressions_stays() -> None:
    assert replaced("a ${{ b }} c ${{ d }}", str.upper) == "a  B  c  D "
    assert replaced("${{ open", str.upper) == "${{ open"


@pytest.mark.parametrize(
    "text",
    ["${{" * MANY, "${%" * MANY + " }}", "${{" + " " * MANY + "x", "$" * MANY],
    ids=["openings", "another closing", "blanks", "dollars"],
)
def test_what_nobody_closed_is_text(text: str) -> None:
    assert list(expressions(text)) == []
    assert short(text) == text
    assert freight_calls({"config": text}) == ()


def test_a_string_that_nobody_closed_is_no_call() -> None:
    assert freight_calls({"body": '${{ imageFrom("' + '\\"' * MANY + " }}"}) == ()


@pytest.mark.parametrize(
    "line",
    ["${{" * MANY, "a" + " " * MANY + "b", "x: " + "${{ " * MANY],
    ids=["openings", "blanks", "a value of openings"],
)
def test_lines_that_nobody_reads_are_shown_without_colours(line: str) -> None:
    view = yaml_view(line, "", before="", lines_before=0, problem_lines=set())
    assert view.lines[0].html == line
