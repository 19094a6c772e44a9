"""What makes Freight."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("no-artifact")


def test_an_empty_list_holds_nothing() -> None:
    assert found_in(PAGE, f"{PAGE.bad}images: []\n") == [1]


def test_a_commit_is_enough() -> None:
    commits = "commits:\n- repoURL: https://github.com/acme/api\n  id: 0a1b2c3\n"
    assert found_in(PAGE, PAGE.bad + commits) == []
