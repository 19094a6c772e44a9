"""Chains of operators as long as expr-lang's own limit of nodes allows."""

from __future__ import annotations

import pytest

from kargoui.core.expr import Unknown, evaluate
from kargoui.core.expr.foresight import foresee_expression
from tests.core.expr.foresights import names
from tests.core.expr.scopes import failure, scope, value

LINKS = 4_900


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("vars.n" + " + 1" * LINKS, 3.0 + LINKS),
        ("vars.n" + " - 1 * 2 + 3" * 1_200, 3.0 + 1_200),
        ("1" + " + 1" * LINKS, 1 + LINKS),
        ("vars.env" + " + 'a'" * LINKS, "prod" + "a" * LINKS),
        ("vars.x" + " ?? nil" * LINKS + " ?? 3", 3),
        ("vars.x" + " ?? vars.y" * 2_400, None),
        ("true" + " && vars.env == 'prod'" * 1_600, True),
        ("false" + " || vars.env == 'test'" * 1_600, False),
        ("0" + " < 1 > 0" * 1_200, True),
        ("vars.n" + " ** 1" * LINKS, 3.0),
        ("2 ** 3" + " ^ 1" * LINKS, 8.0),
        (f"sum([{', '.join(['vars.n'] * 2_000)}])", 6_000.0),
        ("map([1], #" + " + 1" * LINKS + ")", [1 + LINKS]),
        ("all(vars.list, true)" + " && all(vars.list, # > 0)" * 900, True),
    ],
)
def test_long_chains_have_a_value(source: str, wanted: object) -> None:
    assert value(source) == wanted


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("vars.n" + " + 1" * LINKS + " + vars.env", "invalid operation: float64 + string (1:19608)"),
        ("vars.env" + " + 1" * LINKS, "invalid operation: string + int (1:10)"),
        ("vars.n" + " ** 1" * LINKS + " ** vars.env", "invalid operation: float(string) (1:24508)"),
        ("'a' + 1" + " + 1" * LINKS, "invalid operation: + (mismatched types string and int) (1:5)"),
        ("1" + " + 1" * 5_000, "compilation failed: expression exceeds maximum allowed nodes (1:20001)"),
    ],
)
def test_errors_in_long_chains_have_their_place(source: str, message: str) -> None:
    assert failure(source) == message


def test_long_chains_stop_where_their_value_is_known() -> None:
    assert value("false" + " && (vars.nope.x)" * 1_600) is False
    assert value("1" + " ?? vars.nope.x" * 1_600) == 1


def test_long_chains_say_what_they_depend_on() -> None:
    found = evaluate(" + ".join(f'secret("s{index}").token' for index in range(30)), scope())
    assert isinstance(found, Unknown)
    assert len(found.reasons) == 30


def test_long_chains_inside_one_another_keep_their_own_values() -> None:
    inner = " + ".join(["1"] * 30)
    outer = " + ".join([f"vars.list[({inner}) - 30]"] * 30)
    assert value(f"{outer} - vars.n * ({outer})") == 90.0 - 3 * 90.0
    assert value(" ** ".join(["1"] * 25 + [f"(vars.n ** {' ** '.join(['1'] * 25)})"])) == 1.0


def test_long_chains_are_looked_at_ahead() -> None:
    source = "vars.n" + " + 1" * LINKS + " + vars.nope"
    assert [one.code for one in foresee_expression(source, names(), "1.11")] == ["mismatch", "unknown-name"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("1 ?? 2 ** 3", "Operator (**) and coalesce expressions (??) cannot be mixed."),
        ("1 ** 2 ?? 3 ** 4", "Operator (**) and coalesce expressions (??) cannot be mixed."),
        ("2 ** 3 not + 1", "unexpected token Operator("),
    ],
)
def test_operators_that_bind_to_the_right_read_on_as_before(source: str, message: str) -> None:
    assert failure(source).startswith(message)
    assert value("2 ** 3 ** 2 * 2 ** 2 ** 1") == 2_048.0
    assert value("-2 ** 2 ** 0") == -2.0
    assert value("2 ** 3 not in [8]") is False
