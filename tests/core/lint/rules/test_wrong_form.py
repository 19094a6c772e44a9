"""Which forms there are."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("wrong-form")


@pytest.mark.parametrize("interval", ["5m0s", "1h30m", "90s", "0.5h"])
def test_go_durations_are_well(interval: str) -> None:
    assert found_in(PAGE, PAGE.good.replace("5m", interval)) == []


def test_an_image_has_no_scheme() -> None:
    assert found_in(PAGE, PAGE.good.replace("ghcr.io", "https://ghcr.io")) == [10]
