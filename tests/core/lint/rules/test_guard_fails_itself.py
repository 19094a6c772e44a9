"""The other finders give nil."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("guard-fails-itself")


@pytest.mark.parametrize(
    "written",
    [
        'imageFrom("ghcr.io/acme/none") != nil',
        "vars.chart != nil",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert 'chartFrom("https://charts.acme.io", "api") != nil' in PAGE.bad
    assert (
        found_in(PAGE, PAGE.bad.replace('chartFrom("https://charts.acme.io", "api") != nil', written)) == []
    )
