"""What may be there is not said to fail."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("nil-access")


@pytest.mark.parametrize(
    "written",
    [
        "vars.tenant?.name",
        "outputs.x?.y",
        "ctx.stage",
        'imageFrom("ghcr.io/acme/api").Tag',
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "vars.tenant.name" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("vars.tenant.name", written)) == []
