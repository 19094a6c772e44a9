"""How a key is read of what the function gives."""

from __future__ import annotations

import pytest

from kargoui.core.expr.engine import program
from kargoui.core.lint import Settings, audit
from kargoui.core.lint.rewriting import expressions_of
from kargoui.core.manifest.document import read
from tests.core.lint.pages import fixed_text, found_in, page_of

PAGE = page_of("deprecated-function")


@pytest.mark.parametrize(
    ("arguments", "instead"),
    [
        ('f, "a-b"', '(f)?.["a-b"]'),
        ("f, vars.key", "(f)?.[vars.key]"),
        ("ctx.targetFreight.name , 'x'", "(ctx.targetFreight.name)?.x"),
        ("string([1, 2][0]), 'x'", "(string([1, 2][0]))?.x"),
        ('f, "or"', '(f)?.["or"]'),
    ],
)
def test_any_key(arguments: str, instead: str) -> None:
    text = PAGE.bad.replace('ctx.targetFreight.name, "thread"', arguments)
    fixed = fixed_text(PAGE, text)
    assert f"Thread ${{{{ freightMetadata{instead} }}}}\n" in fixed
    (expression,) = expressions_of(fixed.partition("body: ")[2], "1.9")
    assert program(expression, "1.11", "config")


def test_before_1_8_there_was_no_other_way() -> None:
    assert audit(read(PAGE.bad), "1.7", Settings(select=frozenset({"deprecated-function"}))) == []


def test_calls_of_others_are_left_alone() -> None:
    assert found_in(PAGE, PAGE.bad.replace("freightMetadata(", "vars.freightMetadata(")) == []
