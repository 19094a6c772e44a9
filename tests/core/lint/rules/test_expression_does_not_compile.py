"""What compiles says nothing, whatever it gives."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("expression-does-not-compile")


@pytest.mark.parametrize(
    "written",
    [
        "vars.env",
        "vars.nothing",
        "nil",
        "vars.env + 'x'",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "vars.env +" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("vars.env +", written)) == []
