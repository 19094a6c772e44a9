"""Which aliases are reserved."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("reserved-alias")


@pytest.mark.parametrize(
    ("alias", "lines"), [("task-10", [9]), ("step-one", []), ("my-step-1", []), ("step", [])]
)
def test_only_a_number_after_the_word_is_reserved(alias: str, lines: list[int]) -> None:
    assert found_in(PAGE, PAGE.good.replace("as: push", f"as: {alias}")) == lines
