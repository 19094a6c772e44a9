"""Where the bounds are."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("out-of-bounds")


@pytest.mark.parametrize(("limit", "lines"), [(0, [10]), (1, []), (100, []), (101, [10])])
def test_the_bounds_themselves_are_allowed(limit: int, lines: list[int]) -> None:
    assert found_in(PAGE, PAGE.good.replace("100", str(limit))) == lines


def test_a_list_may_have_to_hold_something() -> None:
    stage = PAGE.good.replace("Warehouse", "Stage")
    assert found_in(PAGE, f"{stage[: stage.index('  subscriptions')]}  requestedFreight: []\n") == [7]
