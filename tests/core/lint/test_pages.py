"""Each rule has a page, and does to its examples what the page says."""

from __future__ import annotations

import pytest

from kargoui.core.lint import all_rules
from tests.core.lint.pages import fixed_text, found_in, page_of, pages_folder

RULES = sorted(all_rules())


def test_every_rule_has_a_module_a_page_and_a_test_module() -> None:
    tests = pages_folder().parents[3] / "tests" / "core" / "lint" / "rules"
    for name in RULES:
        module = name.replace("-", "_")
        assert all_rules()[name].module.endswith(f".{module}")
        assert (pages_folder() / f"{module}.md").exists(), f"{name} has no page"
        assert (tests / f"test_{module}.py").exists(), f"{name} has no test module"


def test_every_page_belongs_to_a_rule() -> None:
    assert {path.stem.replace("_", "-") for path in pages_folder().glob("*.md")} == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_the_page_says_what_the_rule_is(name: str) -> None:
    page = page_of(name)
    title, _, facts, *_ = page.text.split("\n")
    assert title == f"# {name}"
    assert facts.startswith(page.rule.severity)
    if page.rule.since != "1.4":
        assert f"since Kargo {page.rule.since}" in facts
    if page.rule.until != "1.11":
        assert f"until Kargo {page.rule.until}" in facts


@pytest.mark.parametrize("name", RULES)
def test_the_bad_example_is_found_exactly_where_it_says(name: str) -> None:
    page = page_of(name)
    assert page.lines
    assert found_in(page, page.bad) == page.lines


@pytest.mark.parametrize("name", RULES)
def test_nothing_is_found_in_the_good_example(name: str) -> None:
    page = page_of(name)
    assert found_in(page, page.good) == []


@pytest.mark.parametrize("name", RULES)
def test_the_fix_makes_the_good_example_of_the_bad_one(name: str) -> None:
    page = page_of(name)
    if page.fixable:
        assert fixed_text(page, page.bad) == page.good
    else:
        assert fixed_text(page, page.bad) == page.bad, f"{name} has a fix that its page does not speak of"
