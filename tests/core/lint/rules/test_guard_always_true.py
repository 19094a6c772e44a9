"""Guards about how steps ended, and those that are false somewhere."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("guard-always-true")


@pytest.mark.parametrize(
    "written",
    [
        "success()",
        "always()",
        "failure()",
        'imageFrom("ghcr.io/acme/none") != nil',
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert 'success() && imageFrom("ghcr.io/acme/api") != nil' in PAGE.bad
    assert (
        found_in(PAGE, PAGE.bad.replace('success() && imageFrom("ghcr.io/acme/api") != nil', written)) == []
    )
