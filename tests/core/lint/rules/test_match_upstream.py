"""What goes with MatchUpstream."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("match-upstream")


def test_freight_must_not_come_directly() -> None:
    assert found_in(PAGE, PAGE.good.replace("      stages:\n", "      direct: true\n      stages:\n")) == [16]


def test_the_newest_freight_may_come_from_anywhere() -> None:
    assert found_in(PAGE, PAGE.bad.replace("MatchUpstream", "NewestFreight")) == []
