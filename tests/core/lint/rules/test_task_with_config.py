"""Which steps have a config."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("task-with-config")


def test_any_other_step_may_have_one() -> None:
    assert found_in(PAGE, PAGE.bad.replace("task:\n          name: promote", "uses: git-clear")) == []


def test_an_empty_one_counts() -> None:
    assert found_in(PAGE, PAGE.bad.replace("config:\n          path: ./out", "config: {}")) == [18]
