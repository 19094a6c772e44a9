"""Only what surely is a boolean."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("boolean-compared-with-text")


@pytest.mark.parametrize(
    "written",
    [
        '"true"',
        "${{ quote('true') }}",
        "${{ ctx.stage }}",
        "${{ vars.x }}",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "${{ 'true' }}" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("${{ 'true' }}", written)) == []
