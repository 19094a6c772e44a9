"""Where no limit is missed."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("discovery-limit-missing")


@pytest.mark.parametrize(
    "line",
    [
        "      discoveryLimit: 5\n",
        "      discoveryLimit: none\n",
        "      imageSelectionStrategy: Digest\n",
    ],
)
def test_nothing_is_missed(line: str) -> None:
    assert found_in(PAGE, PAGE.bad + line) == []


def test_a_kind_of_somebody_else_s_has_its_own_fields() -> None:
    assert found_in(PAGE, PAGE.bad.replace("image:", "maven:")) == []


def test_charts_and_commits_have_limits_too() -> None:
    for kind in ("chart", "git"):
        assert found_in(PAGE, PAGE.bad.replace("image:", f"{kind}:")) == PAGE.lines
