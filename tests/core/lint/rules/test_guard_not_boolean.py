"""Guards that give true or false, or may."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("guard-not-boolean")


@pytest.mark.parametrize(
    "written",
    [
        "true",
        "len(vars.region) > 2",
        "success()",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "len(vars.region)" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("len(vars.region)", written)) == []
