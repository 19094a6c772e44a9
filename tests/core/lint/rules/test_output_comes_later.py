"""What comes before is there."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("output-comes-later")


@pytest.mark.parametrize(
    "written",
    [
        "outputs.other?.commit",
        "ctx.stage",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "outputs.push?.commit" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("outputs.push?.commit", written)) == []
