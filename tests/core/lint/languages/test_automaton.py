"""Patterns match what RE2 says they match, and a witness is one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargoui.core.expr.regex import matches
from kargoui.core.lint.languages import IMAGE_TAGS, Automaton, Unanswerable, matching, witness

ATOMS = [
    "a",
    "b",
    "1",
    r"\.",
    ".",
    "-",
    r"\d",
    r"\w",
    r"\D",
    "[ab]",
    "[^a1]",
    "[a-c-]",
    "[[:alpha:]]",
    "^",
    "$",
]
ATOMS += [r"\Q.a\E", r"\x61", "(?i:B)", r"\A", r"\z", "(?:)", r"[\d.]", "[]a]"]
COUNTS = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0}", "*?", "{1,}"]

EXAMPLES = settings(max_examples=150, deadline=None)


@st.composite
def patterns(draw: st.DrawFn, depth: int = 2) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        if depth and draw(st.booleans()):
            part = f"({draw(patterns(depth=depth - 1))}|{draw(patterns(depth=depth - 1))})"
        else:
            part = draw(st.sampled_from(ATOMS))
        parts.append(part + draw(st.sampled_from(COUNTS)))
    return "".join(parts)


def accepts(automaton: Automaton, text: str) -> bool:
    states = automaton.start
    for char in text:
        states = automaton.step(states, ord(char))
    return automaton.accepts(states, empty=not text)


@EXAMPLES
@given(patterns(), st.lists(st.text("aAbB1.-_", max_size=6), min_size=1, max_size=8))
def test_an_automaton_accepts_what_re2_finds_a_match_in(pattern: str, texts: list[str]) -> None:
    for text in texts:
        assert accepts(matching([pattern]), text) is matches(pattern, text)


@EXAMPLES
@given(patterns(), patterns())
def test_a_witness_is_one_and_without_any_no_text_is(wanted: str, unwanted: str) -> None:
    try:
        found = witness([matching([wanted])], [matching([unwanted])])
    except Unanswerable:
        return
    if found is not None:
        assert matches(wanted, found)
        assert not matches(unwanted, found)
        return
    for text in ("", "a", "b", "1", ".", "-", "ab", "a1", "b.", "11", "aaa", "B.a"):
        assert not matches(wanted, text) or matches(unwanted, text)


def test_one_of_several_is_enough() -> None:
    assert witness([matching(["^a$", "^b$"])], [matching(["^a$"])]) == "b"
    assert witness([matching([])]) is None


@pytest.mark.parametrize("pattern", [r"\bv", r"\pL", "(?m)^a", "(?s-m:.)", "(a{1000}){1000}"])
def test_what_is_not_read_is_said(pattern: str) -> None:
    if pattern == "(?s-m:.)":
        assert witness([matching([pattern])]) is not None
        return
    with pytest.raises(Unanswerable):
        matching([pattern])


def test_a_question_that_is_too_large_is_given_up() -> None:
    with pytest.raises(Unanswerable):
        witness([IMAGE_TAGS, matching(["^(a|b)*a(a|b){12}$"])], [matching(["^(a|b)*b(a|b){12}$"])])
