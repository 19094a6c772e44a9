"""No input makes parser, evaluator or the checker that looks ahead raise anything but an ExpressionError.

And what is foreseen comes true: where an error is said, the expression fails (tests/fuzz/target.py).
"""

from __future__ import annotations

import json
import re
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kargoui.core.catalog import VERSIONS
from kargoui.core.expr.signatures import BUILTIN_NAMES
from tests.conformance.expressions import vectors
from tests.fuzz.target import PLACES, SLOTS, attempt

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
    *(
        "vars.nope",
        "vars.doubt",
        "vars.half",
        "outputs.http",
        "outputs.none",
        "stepMetas.build.Status",
        "$env",
    ),
    *(" == nil", " != nil && ", " ?? ", " ? ", "true", "false"),
]
versions, places = st.sampled_from(VERSIONS), st.sampled_from(PLACES)
slots = st.sets(st.sampled_from(SLOTS)).map(tuple)


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


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mixtures(), versions, places, slots)
def test_mixtures_of_expressions_fail_only_as_expressions(
    source: str, version: str, where: str, filled: tuple[str, ...]
) -> None:
    attempt(source, version, where, filled)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(pieces()), max_size=15).map("".join), versions, places)
def test_rows_of_tokens_fail_only_as_expressions(source: str, version: str, where: str) -> None:
    attempt(source, version, where)


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
        "a" + "?.a" * 4000,
        "1" + "**a" * 4000,
        "a" + "??a" * 4000,
        "a" + "|b()" * 3000,
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
