"""Reading that reckons with nil, and steps that are skipped together."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("output-skipped-in-some-case")


@pytest.mark.parametrize(
    "written",
    [
        "outputs.push?.commit",
        'outputs.push?.commit ?? "none"',
        "ctx.stage",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "outputs.push.commit" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("outputs.push.commit", written)) == []
