"""What there is, also in expr-lang itself."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("function-not-here")


@pytest.mark.parametrize(
    "written",
    [
        'upper("a")',
        "quote(vars.region)",
        'semverDiff("1.0.0", "1.1.0")',
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert 'imageForm("ghcr.io/acme/api").Tag' in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace('imageForm("ghcr.io/acme/api").Tag', written)) == []
