"""Which texts are meant as expressions."""

from __future__ import annotations

from tests.core.lint.pages import fixed_text, found_in, page_of

PAGE = page_of("delimiter-unknown-to-version")


def test_text_that_never_ends_is_text() -> None:
    assert found_in(PAGE, PAGE.bad.replace("%}", "%")) == []


def test_an_expression_with_braces_of_its_own_stays() -> None:
    text = PAGE.bad.replace("ctx.stage", "toJSON({a:{b:1}})")
    assert found_in(PAGE, text) == PAGE.lines
    assert fixed_text(PAGE, text) == text


def test_several_are_replaced_together() -> None:
    text = PAGE.bad.replace("${% ctx.stage %}", "${% ctx.stage %} of ${% ctx.project %}")
    assert "${{ ctx.stage }} of ${{ ctx.project }}" in fixed_text(PAGE, text)
