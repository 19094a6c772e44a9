"""What counts as a reason."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("suppression-without-reason")
WITHOUT = "# kargoui: ignore guard-without-status"


@pytest.mark.parametrize(
    ("comment", "lines"),
    [
        (f"{WITHOUT}, unknown-field", [12]),
        (f"{WITHOUT}:  ", [12]),
        (f"{WITHOUT} # see the handbook", []),
        (f"{WITHOUT}, unknown-field: seen", []),
        ("# kargoui: ignore", []),
        ("# kargoui ignores this", []),
    ],
)
def test_anything_behind_the_rules_is_a_reason(comment: str, lines: list[int]) -> None:
    assert found_in(PAGE, PAGE.bad.replace(WITHOUT, comment)) == lines


def test_a_comment_about_comments_keeps_this_quiet() -> None:
    above = "# kargoui: ignore suppression-without-reason all of them are explained in the handbook\n"
    assert found_in(PAGE, above + PAGE.bad) == []
