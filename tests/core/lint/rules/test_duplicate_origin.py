"""What counts as the same origin."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("duplicate-origin")


def test_two_warehouses_are_two_origins() -> None:
    first, second = PAGE.bad.split("  - origin:\n")[1:]
    other = second.replace("name: images", "name: charts")
    assert found_in(PAGE, PAGE.bad.replace(second, other)) == []
    assert first != second
