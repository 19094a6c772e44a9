"""Whatever may read it."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("variable-unused")


@pytest.mark.parametrize(
    "written",
    [
        "${{ vars.env + vars.region }}",
        "${{ vars }}",
        "${{ vars[ctx.stage] }}",
        "${{ vars.env }}-${{ vars.region }}",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "${{ vars.env }}" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("${{ vars.env }}", written)) == []
