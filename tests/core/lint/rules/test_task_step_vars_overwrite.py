"""No room for both: each step has its own."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("task-step-vars-overwrite")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "  - name: d\n    value: d\n  - name: a\n    value: a\n",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "  - name: a\n    value: a\n" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("  - name: a\n    value: a\n", written)) == []
