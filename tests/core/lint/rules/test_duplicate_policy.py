"""Which policies are for the same Stage."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("duplicate-policy")


def test_the_old_field_names_the_same_stage() -> None:
    text = PAGE.bad.replace("- stageSelector:\n      name: testnet", "- stage: testnet", 1)
    assert found_in(PAGE, text) == [10]


def test_patterns_may_overlap() -> None:
    assert found_in(PAGE, PAGE.bad.replace("testnet", "glob:test*")) == []
