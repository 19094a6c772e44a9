"""The later one reads the earlier one."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("variable-shadowed")


@pytest.mark.parametrize(
    "written",
    [
        'value: ${{ vars.env + "-prod" }}',
        "value: ${{ $env.vars.env }}",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "value: prod" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("value: prod", written)) == []
