"""What has a default, or is set by the Stage."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("variable-unset")


@pytest.mark.parametrize(
    "written",
    [
        "  - name: branch\n    value: main\n",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "  - name: branch\n" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("  - name: branch\n", written)) == []
