"""The language beyond the vectors: what expr-lang's own tests and source say of it."""

from __future__ import annotations

import pytest

from kargoui.core.expr import render
from tests.core.expr.scopes import failure, scope, value


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("1..3 | map(# * 2) | filter(# > 2)", [4, 6]),
        ("let x = 42; let y = 2; x * y", 84),
        ('if vars.n > 3 { "big" } else if vars.n > 1 { "mid" } else { "small" }', "mid"),
        ('vars?.missing?.x ?? "d"', "d"),
        ('"h\u00e9llo"[1:3]', "\u00e9"),
        ("groupBy([1, 2, 3, 4], # % 2 == 0)[true]", [2, 4]),
        ("string(groupBy([1, 2, 3], # % 2))", "map[0:[2] 1:[1 3]]"),
        ("0xFF + 0b11 + 0o17 + 1_000", 1273),
        (r'"\u00e9\x41\101\u{1F600}"', "\u00e9AA\U0001f600"),
        ("1 < 2 < 3", True),
        ("1 /* c */ + 2 // d", 3),
        ("9223372036854775807 + vars.list[1] == 0", False),
        ("9223372036854775807 + int(vars.list[1])", -9223372036854775808),
        ("-7 % 3", -1),
        ("2 ** 10", 1024.0),
        ("vars.n && true", 3.0),
        ("string(1e21) + toJSON(0.0000001) + string(123456789.0)", "1e+211e-71.23456789e+08"),
        ("string([1, nil, 2.5, {b: 1, a: 2}])", "[1 <nil> 2.5 map[a:2 b:1]]"),
        ('$env["vars"].env', "prod"),
        ("map([1, 2], {let y = # * 2; y + 1})", [3, 5]),
        ("reduce([1, 2, 3], #acc + #index, 0)", 3),
        ('toJSON({b: [], a: {c: "<"}})', '{\n  "a": {\n    "c": "\\u003c"\n  },\n  "b": []\n}'),
        ('date("2023-08-14T10:00:00Z").Add(duration("36h")).Format("Mon 2 Jan 2006")', "Tue 15 Aug 2023"),
        ('(date("2023-08-15") - date("2023-08-14")).Hours()', 24.0),
        ('now().Format("15:04:05.000")', "22:13:20.123"),
        ('string(duration("1.5s"))', "1.5s"),
        ('now().In(timezone("America/New_York")).Format("15:04 MST")', "17:13 EST"),
        ('now().Location().String() + timezone("Europe/Berlin").String()', "UTCEurope/Berlin"),
        ('type(timezone("UTC"))', "time.Location"),
        ('semverParse("v1.2.3-rc.1+b").IncMinor().String()', "1.3.0"),
    ],
)
def test_expressions_give_what_go_gives(source: str, wanted: object) -> None:
    assert value(source) == wanted


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('"a" + 1', "invalid operation: + (mismatched types string and int) (1:5)"),
        ("vars.env + 1", "invalid operation: string + int (1:10)"),
        ("1 + findLast([1], true)", "invalid operation: bool + int (1:3)"),
        ("vars.none.x", "cannot fetch x from <nil> (1:11)"),
        ("vars.env.x", "invalid operation: int(string) (1:10)"),
        ("vars[1]", "reflect.Value.MapIndex: value of type int is not assignable to type string (1:5)"),
        ("vars.list[10]", "index out of range: 10 (array length is 3) (1:10)"),
        (
            'vars.n in ["a"]',
            "reflect.Value.MapIndex: value of type float64 is not assignable to type string (1:8)",
        ),
        ("map(vars.obj, #)", "reflect: call of reflect.Value.Index on map Value (1:15)"),
        ("let len = 1; len", "cannot redeclare builtin len (1:5)"),
        ("@", "unrecognized character: U+0040 '@' (1:1)"),
        ("1 +", "unexpected token EOF (1:3)"),
        ("", "unexpected token EOF"),
        (
            "12345678901234567890",
            'invalid integer literal: strconv.ParseInt: parsing "12345678901234567890": ',
        ),
        ("filter([1], # > 5)[0]", "reflect: slice index out of range (1:19)"),
        ('fromJSON("[tru]")', "invalid character ']' in literal true (expecting 'e') (1:1)"),
        ('"abc" matches "("', "error parsing regexp: missing closing ): `(` (1:7)"),
        ("nope(hasPrefix('a'))", "runtime error: index out of range [1] with length 1 (1:6)"),
    ],
)
def test_errors_have_gos_words_and_place(source: str, message: str) -> None:
    assert failure(source).startswith(message)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("42", "42"),
        ("${{ '1.10' }}", 1.1),
        ("${{ quote('1.10') }}", "1.10"),
        ("${{ '1_000' }}", 1000.0),
        ("${{ 'T' }}\n", True),
        ("${{ [1, 'a'] }}", [1.0, "a"]),
        ("x${{ nil }}", "xnull"),
        ("${% 1 %}${{ 2 }}", 12.0),
        ("a ${{}} b ${{ 1 }}", "a  b ${{ 1 }}"),
        ("${{ asYAML({a: [1, 'x']}) }}", "a:\n    - 1\n    - x\n"),
    ],
)
def test_templates_are_coerced_as_kargo_coerces_them(source: str, wanted: object) -> None:
    assert render(source, scope()) == wanted


def test_the_second_delimiter_came_with_1_9() -> None:
    assert render("${% 1 %}", scope(version="1.8")) == "${% 1 %}"


def test_an_unclosed_expression_says_what_is_missing() -> None:
    message = failure("a ${{ 1", template=True)
    assert message == 'unclosed expression: expected "}}" but reached end of template'
