"""Values of which it is known beforehand that nothing can come of them, and what never runs."""

from __future__ import annotations

import pytest

from kargoui.core.expr.foresight import foresee, foresee_expression
from tests.core.expr.foresights import codes, foreseen, names, sentences


@pytest.mark.parametrize(
    ("source", "message", "column", "meant"),
    [
        ("1 +", "unexpected token EOF", 8, ""),
        ("1 + 'a'", "invalid operation: + (mismatched types int and string)", 7, ""),
        ('imageFrom("x").tag', "type v1alpha1.Image has no field tag. Did you mean Tag?", 20, "Tag"),
        ("1 % 0", "integer divide by zero", 7, ""),
        ("", "unexpected token EOF", 5, ""),
    ],
)
def test_what_does_not_compile_has_kargos_message(source: str, message: str, column: int, meant: str) -> None:
    (found,) = foreseen(source)
    assert (found.severity, found.code, found.column, found.meant) == ("error", "compile", column, meant)
    assert str(found.sentence) == f"Does not compile: {message}"


@pytest.mark.parametrize(
    ("version", "word"), [("1.11", "unclosed expression"), ("1.8", "Cannot find end tag")]
)
def test_an_expression_without_end_is_placed_where_it_begins(version: str, word: str) -> None:
    (found,) = foresee("${{ 1 }}\nb ${{ vars.env", names(version), version, "config")
    assert (found.code, found.line, found.column) == ("compile", 2, 3)
    assert word in str(found.sentence)


def test_reading_a_field_of_nil_fails() -> None:
    assert codes("outputs.nope.x") == [("warning", "unknown-name"), ("error", "nil-access")]
    assert sentences("outputs.nope.x")[1] == "outputs.nope is nil, so this fails: cannot fetch x from <nil>"
    assert codes('outputs.nope["x"]')[1:] == codes("outputs.nope[0]")[1:] == [("error", "nil-access")]
    assert codes("let x = vars.nope; x.y")[1:] == [("error", "nil-access")]
    assert codes("vars.nope ? 1 : 2")[1:] == [("error", "mismatch")]


def test_what_may_not_be_evaluated_is_a_warning() -> None:
    for source in (
        "vars.any && outputs.nope.x",
        "vars.any ? outputs.nope.x : 1",
        "map(vars.any, outputs.nope.x)",
    ):
        assert codes(source)[1:] == [("warning", "nil-access")]
    assert codes("vars.nope.x || true")[1:] == [("warning", "nil-access")]
    assert codes("findIndex(vars.any, true) == nil && outputs.nope.x")[1:] == [("warning", "nil-access")]


@pytest.mark.parametrize(
    "source",
    [
        "outputs.nope != nil && outputs.nope.x == 1",
        "outputs.nope == nil || outputs.nope.x == 1",
        "outputs.nope != nil ? outputs.nope.x : 1",
        "outputs.nope == nil ? 1 : outputs.nope.x",
        "!(outputs.nope == nil) && outputs.nope.x == 1",
        "outputs.nope?.x.y.z",
        "outputs.nope?.x()",
        "(outputs.nope ?? outputs.push).commit",
    ],
)
def test_what_never_runs_is_left_alone(source: str) -> None:
    assert set(codes(source)) == {("hint", "unknown-name")}
    assert codes("false && outputs.nope.x") == codes("vars.flag || outputs.nope.x") == []


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("vars.env.x", "vars.env (string) has no fields: reading x of it fails."),
        (
            "outputs.push.commit.x",
            "outputs.push.commit (nil or string) has no fields: reading x of it fails.",
        ),
        ("vars.env > 1", "> cannot take vars.env (string) and number: this fails."),
        ("!vars.n", "! cannot take vars.n (number): this fails."),
        ("vars.n ? 1 : 2", "A condition must be true or false, not vars.n (number): this fails."),
        ("upper(vars.n)", "upper takes a string here, not vars.n (number): this fails."),
        ("imageFrom(vars.n)", "imageFrom takes a string here, not vars.n (number): this fails."),
        ("map(vars.n, #)", "map takes a list, not vars.n (number): this fails."),
        ("vars.n[1:]", "vars.n (number) cannot be sliced: this fails."),
    ],
)
def test_values_that_an_operation_never_takes(source: str, sentence: str) -> None:
    (found,) = foreseen(source)
    assert (found.severity, str(found.sentence)) == ("error", sentence)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('vars.flag == "true"', 'vars.flag (boolean) and "true" (string) are never equal.'),
        ("outputs.push.commit != 1", "outputs.push.commit (nil or string) and number are never equal."),
        (
            'stepMetas.a.Status == "Succeeded"',
            "stepMetas.a.Status is no plain string and never equals one; string(stepMetas.a.Status) does.",
        ),
    ],
)
def test_values_that_are_never_equal(source: str, sentence: str) -> None:
    (found,) = foreseen(source, metas=["a"])
    assert (found.severity, found.code, str(found.sentence)) == ("warning", "never-equal", sentence)


@pytest.mark.parametrize(
    "source",
    ["vars.any == 1", "outputs.push == nil", "outputs.custom.x == 1", "vars.env == ctx.stage", "1 == 1.5"],
)
def test_values_that_may_be_equal(source: str) -> None:
    assert codes(source) == []


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("${{ vars.n }}", "vars.n (number)"),
        ("${{ 'yes' }}", '"yes" (string)'),
        ("${{ vars.env }}", "vars.env (string)"),
        ("${{ vars.obj }}", "vars.obj (object)"),
        ("${{ [true] }}", "array"),
        ("${{ outputs.nope?.x }}", "outputs.nope (nil)"),
        ("true", "a text"),
        ("success()", "a text"),
        ("${{ success() }} && ${{ vars.flag }}", "a text"),
        ("${{ success() }}${{ vars.flag }}", "a text"),
        ("${{}}", "a text"),
    ],
)
def test_an_if_that_can_give_no_boolean(source: str, given: str) -> None:
    found = foresee(source, names(), "1.11", "if")[-1]
    assert (found.severity, found.code, found.line, found.column) == ("error", "not-boolean", 1, 1)
    assert str(found.sentence) == f"An if must give true or false; this gives {given}."
    assert foresee(source, names(), "1.11", "config")[-1:] != (found,)


@pytest.mark.parametrize(
    "source",
    [
        "${{ 'true' }}",
        " ${{ vars.flag }}\n",
        "${{ vars.any }}",
        "${{ ctx.stage }}",
        "${{ 't' }}${{ 'rue' }}",
        "",
    ],
)
def test_an_if_that_may_give_a_boolean(source: str) -> None:
    assert foresee(source, names(), "1.11", "if") == ()


def test_a_bare_expression_is_looked_at_as_one_in_a_template() -> None:
    (found,) = foresee_expression("vars.nope", names(), "v1.11.2", "config")
    assert (found.line, found.column, found.within) == (1, 6, (1, 6))


def test_a_long_chain_is_looked_at_whole() -> None:
    assert codes(" && ".join(["vars.any == 1"] * 150) + " && outputs.psh != nil") == [
        ("hint", "unknown-name")
    ]
