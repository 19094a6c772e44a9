"""No input makes the parser or the evaluator raise anything but an ExpressionError."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kargoui.core.expr import ExpressionError, evaluate, render
from kargoui.core.expr.signatures import BUILTIN_NAMES
from tests.conformance.expressions import vectors
from tests.core.expr.scopes import scope

PIECES = re.compile(r"\w+\(?|[^\w\s]+|\s+")
MORE = [
    "#acc",
    "#index",
    "let x = ",
    "; x",
    "if ",
    "else",
    "b'\\xff'",
    '"\\u{1F600}"',
    "?.",
    "[1:2]",
    "now()",
]


@cache
def sources() -> list[str]:
    return sorted({case["source"] for case in vectors()})[::7]


@cache
def pieces() -> list[str]:
    found = {piece for source in sources() for piece in PIECES.findall(source)}
    return sorted(found | {f"{name}(" for name in BUILTIN_NAMES} | set(MORE))


@st.composite
def mixtures(draw: st.DrawFn) -> str:
    """A source of the vectors with pieces of others put into it."""
    source = draw(st.sampled_from(sources()))
    for piece in draw(st.lists(st.sampled_from(pieces()), max_size=6)):
        at = draw(st.integers(0, len(source)))
        source = source[:at] + piece + source[at + draw(st.integers(0, 3)) :]
    return source


def attempt(source: str) -> None:
    world = scope("images", "config")
    for run in (evaluate, render):
        with suppress(ExpressionError):
            run(source, world)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mixtures())
def test_mixtures_of_expressions_fail_only_as_expressions(source: str) -> None:
    attempt(source)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(pieces()), max_size=15).map("".join))
def test_rows_of_tokens_fail_only_as_expressions(source: str) -> None:
    attempt(source)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_any_text_fails_only_as_an_expression(source: str) -> None:
    attempt(source)
    attempt(f"fromJSON({json.dumps(source)})")
    attempt(f"'a' matches {json.dumps(source)} or string({json.dumps(source)}) != date({json.dumps(source)})")


def test_deep_nesting_is_an_error_and_no_crash() -> None:
    for source in (
        "(" * 5000,
        "[" * 300 + "]" * 300,
        "1" + "+1" * 4000,
        "!" * 3000 + "true",
        "a" + ".a" * 4000,
    ):
        attempt(source)


def test_endless_work_runs_into_the_budgets() -> None:
    for source in (
        "let a = 1..999; all(a, all(a, all(a, true)))",
        'reduce(1..60, #acc + #acc, "xxxxxxxxxxxxxxxxxx")',
        "1..10000000",
        'len(repeat(repeat("a", 1000), 1000000))',
        '("a" | repeat(900000)) matches "(a*)*b"',
    ):
        attempt(source)
