"""The value of what is typed, in a guard and in a template, by case; what Kargo says is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from kargoui.core.assist import Value
from kargoui.core.simulate import Project
from tests.core.assist.places import STEPS, place, value, written_in

IMAGE = 'imageFrom("ghcr.io/acme/api")'


def test_a_guard_has_a_value_in_each_case() -> None:
    typed = f"{IMAGE} != nil|"
    assert value(typed, place(0)).value == Value("true", "bool")
    assert value(typed, place(0, filled=(), target="charts")).value == Value("false", "bool")


def test_a_guard_that_is_no_boolean_has_a_value_and_kargo_s_refusal() -> None:
    found = value(f"{IMAGE}.Tag|", place(0)).value
    assert (found.text, found.type) == ('"v1"', "string")
    assert found.failure is not None
    assert found.failure.message == "expression must evaluate to a boolean, got string"
    assert value("1|", place(0, version="1.8")).value.failure.message.endswith("a boolean")  # type: ignore[union-attr]


def test_a_guard_with_braces_of_its_own_is_taken_as_it_stands() -> None:
    assert value("${{ 1 == 1 |}}", place(0)).value == Value("true", "bool")


@pytest.mark.parametrize(
    ("typed", "message", "column", "at"),
    [
        (f"{IMAGE}.Tagg|", "type v1alpha1.Image has no field Tagg", 32, 30),
        ("success() && |", "unexpected token EOF", 15, 13),
        ("   1 +* 2|", 'unexpected token Operator("*")', 8, 6),
    ],
)
def test_an_error_has_kargo_s_column_and_the_place_in_what_was_typed(
    typed: str, message: str, column: int, at: int
) -> None:
    failure = value(typed, place(0)).value.failure
    assert failure is not None
    assert (failure.message, failure.line, failure.column, failure.at) == (message, 1, column, at)


def test_an_error_in_a_text_of_several_lines_is_found_in_its_line() -> None:
    typed = "Promote\n\n${{ ctx.stage }} ${{ ctx.\n  stage.x.y }}|"
    failure = value(typed, place(0, "config")).value.failure
    assert failure is not None
    assert (failure.line, failure.column) == (2, 9)
    assert typed[failure.at or 0 :].startswith("x.y")


def test_the_expression_under_the_cursor_and_the_whole_value() -> None:
    found = value("a/${{ ctx.project }}-${{ ctx.st|age }}", place(0, "config"))
    assert found.value == Value('"test"', "string")
    assert found.whole == Value('"a/demo-test"', "string")


def test_outside_of_expressions_the_value_is_the_whole() -> None:
    found = value("a|/${{ ctx.stage }}", place(0, "config"))
    assert found.value == Value('"a/test"', "string")
    assert found.whole is None
    assert value("plain|", place(0, "config")).value == Value('"plain"', "string")
    assert value("|", place(0)).value == Value()


def test_a_text_that_becomes_something_else_is_told() -> None:
    found = value("${{ '1.10'| }}", place(0, "config"))
    assert (found.value, found.becomes) == (Value("1.1", "float64"), "number")
    assert value("${{ quote('1.10')| }}", place(0, "config")).becomes == ""
    assert value("${{ 'true'| }}", place(0, "config")).becomes == "boolean"
    assert value("${{ '[1]'| }}", place(0, "config")).becomes == "data"


def test_what_is_not_known_beforehand_is_named() -> None:
    assert value("${{ outputs.push.commit| }}", place(1, "config")).value.depends == ("outputs.push.commit",)
    guard = place(2, inner=3)
    assert value('task.outputs.call.ticket == "1"|', guard).value.depends == ("task.outputs.call.ticket",)
    assert value("false && task.outputs.call.ticket == 1|", guard).value == Value("false", "bool")


def test_what_is_known_of_a_value_is_shown_beside_what_is_not() -> None:
    typed = '{"a": 1, "b": outputs.push.commit}|'
    found = value("${{ " + typed + " }}", place(1, "config")).value
    assert found == Value('{"a": 1, "b": …}', "map[string]any", ("outputs.push.commit",))
    guard = value(typed, place(1)).value
    assert guard.text == '{"a": 1, "b": …}'
    assert guard.failure is not None
    assert guard.failure.message.endswith("got map[string]interface {}")


def test_a_step_sees_no_output_of_the_steps_after_it() -> None:
    assert value("outputs.push == nil|", place(0)).value == Value("true", "bool")
    assert value("outputs.push == nil|", place(3)).value == Value("false", "bool")


def test_a_variable_sees_those_before_it() -> None:
    second = place(2, "step-vars", variable="second", inner=2)
    assert value("${{ vars.first| }}", second).value == Value("1", "float64")
    assert value("${{ vars.second| }}", second).value == Value("nil", "nil")
    handed = place(2, "step-vars", variable="branch")
    assert value("${{ vars.of| }}", handed).value == Value('"stage"', "string")
    assert value("${{ vars.branch| }}", handed).value.text == "nil"


def test_a_variable_of_the_promotion_sees_the_context_and_those_before_it() -> None:
    template = {"vars": [{"name": "a", "value": "${{ vars.of }}"}, {"name": "b", "value": "${{ nope.x }}"}]}
    project = written_in(*STEPS, **template)
    at = place(0, "vars", variable="b", of=project)
    assert value("${{ vars.a + ctx.project| }}", at).value == Value('"stagedemo"', "string")
    assert value("${{ outputs| }}", at).value == Value("nil", "nil")
    assert value("${{ vars.b| }}", at).value == Value("nil", "nil")
    assert value('${{ imageFrom("ghcr.io/acme/api").Tag| }}', at).value.text == '"v1"'
    assert value("true|", place(0, of=project)).value.failure is not None


def test_a_step_that_is_skipped_is_worked_out_as_if_it_ran() -> None:
    failing = {"uses": "fail", "as": "no", "config": {"message": "no"}}
    assert value("success()|", place(1, of=_of(failing))).value == Value("false", "bool")


def test_a_variable_that_fails_is_what_is_wrong() -> None:
    broken = {"uses": "copy", "vars": [{"name": "x", "value": "${{ nope.x }}"}], "config": {}}
    failure = value("true|", place(0, of=_of(broken, {"uses": "copy", "config": {}}))).value.failure
    assert failure is not None
    assert failure.message.startswith('error pre-processing promotion variable "x": cannot fetch x')
    own = place(0, "step-vars", variable="x", of=_of(broken))
    assert value("${{ 1| }}", own).value.text == "1"


def test_a_promotion_that_kargo_refuses_is_what_is_wrong() -> None:
    missing = {"task": {"name": "nowhere"}}
    failure = value("true|", place(1, of=_of(missing))).value.failure
    assert failure is not None
    assert 'PromotionTask.kargo.akuity.io "nowhere" not found' in failure.message
    assert value("1 +|", place(1, of=_of(missing))).value.failure.at is not None  # type: ignore[union-attr]


def test_values_are_shown_short() -> None:
    found = value("${{ map(1..1000, 'text') | }} ", place(0, "config")).value
    assert found.text.endswith("…")
    assert len(found.text) < 700
    assert value(f"${{{{ {IMAGE}| }}}}", place(0, "config")).value.type == "map[string]any"
    struct = value(f"x ${{{{ {IMAGE}| }}}}", place(0, "config")).value
    assert struct == Value('{RepoURL: "ghcr.io/acme/api", Tag: "v1"}', "*v1alpha1.Image")


def _of(*steps: dict[str, Any]) -> Project:
    return written_in(*steps, {"uses": "copy", "config": {}})
