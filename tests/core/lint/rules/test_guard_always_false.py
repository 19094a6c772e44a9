"""Guards about how steps ended, and those that are true somewhere."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("guard-always-false")


@pytest.mark.parametrize(
    "written",
    [
        "failure()",
        "success()",
        'imageFrom("ghcr.io/acme/api") != nil',
        'status("x") == "Failed"',
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert 'success() && imageFrom("ghcr.io/acme/apy") != nil' in PAGE.bad
    assert (
        found_in(PAGE, PAGE.bad.replace('success() && imageFrom("ghcr.io/acme/apy") != nil', written)) == []
    )
