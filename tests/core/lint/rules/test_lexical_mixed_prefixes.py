"""Which beginnings come before all others."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("lexical-mixed-prefixes")


def listed(*regexes: str) -> str:
    head, _, _ = PAGE.bad.partition("      - ^main")
    return head + "".join(f"      - {regex}\n" for regex in regexes)


@pytest.mark.parametrize("regexes", [["^(main|release)-"], ["^a", "^b"], ["^(?:x1|x2)"], ["^a$|^b$"]])
def test_none_begins_another(regexes: list[str]) -> None:
    assert found_in(PAGE, listed(*regexes)) == PAGE.lines


@pytest.mark.parametrize(
    "regexes", [["^v1", "^v"], ["^main-", r"\d{8}$"], ["main", "release"], ["^v[12]"], ["^a|b"], ["^a", "("]]
)
def test_what_may_be_mixed(regexes: list[str]) -> None:
    assert found_in(PAGE, listed(*regexes)) == []
