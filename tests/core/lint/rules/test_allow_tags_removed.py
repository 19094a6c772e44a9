"""Whose discovery fails, and what the new lists hold."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import fixed_text, found_in, page_of

PAGE = page_of("allow-tags-removed")


def test_before_1_11_the_fields_still_work() -> None:
    settings = Settings(select=frozenset({"allow-tags-removed"}))
    assert audit(read(PAGE.bad), "1.10", settings) == []


@pytest.mark.parametrize("strategy", ["Digest", "NewestFromBranch"])
def test_a_strategy_without_tags_never_looks(strategy: str) -> None:
    assert found_in(PAGE, PAGE.bad.replace("NewestBuild", strategy)) == []


def test_empty_fields_do_no_harm() -> None:
    text = PAGE.good.replace("discoveryLimit: 20", "allowTags: ''\n      ignoreTags: []")
    assert found_in(PAGE, text) == []


def test_lists_that_are_there_grow() -> None:
    text = PAGE.bad.replace("ignoreTags:", "ignoreTagsRegexes: [-rc]\n      ignoreTags:")
    assert r"ignoreTagsRegexes: [-rc, ^nightly-1\.0$, ^nightly-2\.0$]" in fixed_text(PAGE, text)


def test_every_letter_that_means_something_is_quoted() -> None:
    text = PAGE.bad.replace("nightly-1.0\n", "'a+b(c)'\n")
    assert r"- ^a\+b\(c\)$" in fixed_text(PAGE, text)
