"""What a tag can be called."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import fixed_text, found_in, page_of

PAGE = page_of("constraint-as-tag")


@pytest.mark.parametrize("tag", ["latest", "v1.2.3", "1.2", "_x", "main-2024.01"])
def test_these_are_tags(tag: str) -> None:
    assert found_in(PAGE, PAGE.bad.replace("^1.2", tag)) == []


@pytest.mark.parametrize("tag", ["feature/x", "-x", '"a b"', "x" * 129])
def test_what_is_neither_tag_nor_constraint_has_no_fix(tag: str) -> None:
    text = PAGE.bad.replace("^1.2", tag)
    assert found_in(PAGE, text) == PAGE.lines
    assert fixed_text(PAGE, text) == text
