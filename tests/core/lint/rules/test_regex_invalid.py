"""Whose expressions are read, and what is said of those that cannot be."""

from __future__ import annotations

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import found_in, page_of

PAGE = page_of("regex-invalid")
SETTINGS = Settings(select=frozenset({"regex-invalid"}))


def test_what_helps_is_said() -> None:
    looking, broken = (str(each.sentence) for each in audit(read(PAGE.bad), "1.11", SETTINGS))
    assert "with ignoreTagsRegexes instead" in looking
    assert broken.endswith("missing closing ): `^nightly-(\\d+$`.")


def test_a_strategy_that_goes_by_no_tags_reads_none() -> None:
    for strategy in ("Digest", "NewestFromBranch"):
        assert found_in(PAGE, PAGE.bad.replace("NewestBuild", strategy)) == []


def test_nested_repetition_is_no_trouble() -> None:
    assert found_in(PAGE, PAGE.good.replace(r"(\d+)", "(a+)+(a|a)*(.*)*")) == []


def test_before_1_9_there_was_one_expression() -> None:
    text = PAGE.bad.replace("allowTagsRegexes:\n", "allowTags: (\n      other:\n")
    assert [each.path[-1] for each in audit(read(text), "1.8", SETTINGS)] == ["allowTags"]
    assert audit(read(text), "1.11", SETTINGS) == []
