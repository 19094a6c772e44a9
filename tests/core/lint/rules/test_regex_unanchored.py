"""What reads like a whole tag."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("regex-unanchored")


@pytest.mark.parametrize("regex", ["main", "1.2.3", r"v1\.2", r"v\d+\.\d+", "HEAD"])
def test_a_whole_tag(regex: str) -> None:
    text = PAGE.good.replace("^latest$", regex)
    assert found_in(PAGE, text) == PAGE.lines[1:]


@pytest.mark.parametrize("regex", ["^main", "main$", "rc", "-debug", r"^v\d+\.", "nightly", "1", "sha-"])
def test_a_part_of_one(regex: str) -> None:
    assert found_in(PAGE, PAGE.good.replace("^latest$", regex)) == []


def test_names_to_ignore_are_whole_tags_already() -> None:
    assert found_in(PAGE, PAGE.bad.replace("ignoreTagsRegexes", "ignoreTags")) == PAGE.lines[:1]
