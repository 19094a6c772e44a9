"""Where the kind of a value is not known, nothing is said."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("comparison-never-equal")


@pytest.mark.parametrize(
    "written",
    [
        'vars.replicas == "3"',
        "int(vars.replicas) == 3",
        "vars.other == 3",
        'outputs["x"] == 3',
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "vars.replicas == 3" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("vars.replicas == 3", written)) == []
