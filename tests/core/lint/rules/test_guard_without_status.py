"""What counts as asking how earlier steps went."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import fixed_text, found_in, page_of

PAGE = page_of("guard-without-status")


@pytest.mark.parametrize(
    "guard",
    ["success() && true", "failure()", "always()", 'status("a") == "Succeeded"', "status(vars.a) == 'x'"],
)
def test_a_guard_that_asks_is_well(guard: str) -> None:
    assert found_in(PAGE, PAGE.bad.replace('imageFrom("ghcr.io/acme/api") != nil', guard)) == []


def test_the_first_step_has_nothing_before_it() -> None:
    lines = PAGE.bad.splitlines(keepends=True)
    assert found_in(PAGE, "".join([*lines[:7], *lines[13:]])) == []


def test_a_choice_is_put_in_parentheses() -> None:
    text = PAGE.bad.replace('imageFrom("ghcr.io/acme/api") != nil', "vars.a == 1 || vars.b == 2")
    assert "${{ success() && (vars.a == 1 || vars.b == 2) }}" in fixed_text(PAGE, text)
