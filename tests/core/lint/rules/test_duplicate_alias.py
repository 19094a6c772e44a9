"""When two aliases are the same."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("duplicate-alias")


def test_blanks_around_an_alias_do_not_count() -> None:
    assert found_in(PAGE, PAGE.good.replace("push-docs", "' push '")) == [13]


def test_steps_without_an_alias_share_none() -> None:
    assert found_in(PAGE, PAGE.bad.replace("    as: push\n", "")) == []
