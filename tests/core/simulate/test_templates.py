"""Configs as Kargo evaluates them: through JSON, back through YAML."""

from __future__ import annotations

from typing import Any

import pytest

from kargoui.core.expr import ExpressionError, Scope
from kargoui.core.simulate.templates import Unreadable, as_output, template_of


def evaluated(config: Any) -> object:
    return template_of(config, "config").value(Scope(variables={"vars": {"n": 3.0}}))


def test_a_config_without_expressions_is_constant() -> None:
    template = template_of({"a": [1, 2.0, {"b": "x"}], "c": None}, "config")
    assert template.evaluate is None
    assert repr(template.constant) == "{'a': [1, 2, {'b': 'x'}], 'c': None}"


def test_only_what_has_expressions_is_evaluated_and_whole_numbers_are_integers() -> None:
    found = evaluated({"a": ["${{ vars.n }}", 1.5, "3"], "b": {"c": "v${{ vars.n }}"}, "d": "${{ [1, 2] }}"})
    assert repr(found) == "{'a': [3, 1.5, '3'], 'b': {'c': 'v3'}, 'd': [1, 2]}"


def test_large_numbers_keep_the_digits_that_go_writes() -> None:
    assert evaluated({"a": 12345678901234567890, "b": 1e300}) == {"a": 12345678901234567000, "b": 1e300}


def test_what_json_cannot_write_is_an_error() -> None:
    with pytest.raises(ExpressionError, match="json: unsupported value: NaN"):
        evaluated({"a": "${{ 'nan' }}"})


@pytest.mark.parametrize(("config", "kind"), [([1], "array"), ("x", "string"), (True, "bool"), (1, "number")])
def test_a_config_that_is_no_mapping_is_an_error(config: object, kind: str) -> None:
    with pytest.raises(ExpressionError, match=f"json: cannot unmarshal {kind} into Go value"):
        evaluated(config)


def test_what_yaml_cannot_read_back_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        evaluated({"a": "${{ 'x\x7f' }}"})


def test_outputs_hold_no_integers() -> None:
    assert repr(as_output({"a": [1, True, "1"]})) == "{'a': [1.0, True, '1']}"
