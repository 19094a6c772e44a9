"""Whatever somebody types, wherever the cursor is: there is an answer, and options fit the text."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kargoui.core.assist import Place, completions, value_at
from tests.core.assist.places import place

PIECES = st.sampled_from(
    [
        *"()[]{}.,:?!=<>&|+-*/%#$\"'`\\ \n\t;ax0é",
        *("${{", "}}", "${%", "%}", "?.", "??", "==", "in", "not", "let x = ", "nil", "1.5", "//", "/*"),
        *("imageFrom(", "chartFrom(", "warehouse(", "status(", "ctx", "targetFreight", "vars", "outputs"),
        *("task", "filter(", "map(", '"ghcr.io/acme/api"', "ctx.targetFreight.origin.name"),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=40)
PLACES: tuple[dict[str, Any], ...] = (
    {"index": 3},
    {"index": 3, "where": "config"},
    {"index": 2, "where": "step-vars", "variable": "second", "inner": 2},
    {"index": 0, "where": "vars", "variable": "of"},
)


@cache
def _place(number: int, version: str) -> Place:
    return place(**PLACES[number], version=version)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 200), st.integers(0, len(PLACES) - 1), st.sampled_from(["1.4", "1.8", "1.11"]))
def test_every_text_has_an_answer(typed: str, cursor: int, number: int, version: str) -> None:
    cursor = min(cursor, len(typed))
    at = _place(number, version)
    answer = value_at(typed, cursor, at)
    failure = answer.value.failure
    assert failure is None or failure.at is None or 0 <= failure.at <= len(typed)
    found = completions(typed, cursor, at)
    assert 0 <= found.start <= cursor
    for option in found.options:
        assert 0 <= option.start <= cursor <= option.stop <= len(typed)
