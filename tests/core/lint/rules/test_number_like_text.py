"""What stays what it was."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("number-like-text")


@pytest.mark.parametrize(
    "written",
    [
        '"1.1"',
        "v1.10",
        "main",
        '"110"',
        "${{ ctx.stage }}",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert '"1.10"' in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace('"1.10"', written)) == []


def test_a_field_that_wants_a_text_refuses_any_number() -> None:
    text = PAGE.bad.replace('"1.10"', '"110"').replace("key: env", "key: ${{ vars.version }}")
    assert found_in(PAGE, text) == [line - 1 for line in PAGE.lines]


@pytest.mark.parametrize("value", ["1e5", "1.0", "007"])
def test_texts_that_change_are_found(value: str) -> None:
    assert found_in(PAGE, PAGE.bad.replace('"1.10"', f'"{value}"')) == PAGE.lines
