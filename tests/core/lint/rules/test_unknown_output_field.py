"""Steps of unknown kinds, and those that name their outputs, may leave anything."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("unknown-output-field")


@pytest.mark.parametrize(
    "written",
    [
        "- uses: acme-push",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "- uses: git-push" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("- uses: git-push", written)) == []
