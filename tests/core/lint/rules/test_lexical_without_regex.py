"""What counts as an expression."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("lexical-without-regex")


def test_to_ignore_some_still_leaves_all_others() -> None:
    assert found_in(PAGE, PAGE.good.replace("allow", "ignore")) == PAGE.lines


def test_tags_of_git_are_tags_too() -> None:
    assert found_in(PAGE, PAGE.bad.replace("image:", "git:").replace("image", "commit")) == PAGE.lines


def test_the_newest_tag_of_all_is_meant_where_time_decides() -> None:
    git = PAGE.bad.replace("image:", "git:").replace("image", "commit").replace("Lexical", "NewestTag")
    assert found_in(PAGE, git) == []
