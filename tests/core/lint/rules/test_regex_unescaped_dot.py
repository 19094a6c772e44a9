"""Which dots are meant to be dots."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.lint.rules.regex_unescaped_dot import escaped
from kargoui.core.manifest.document import read
from tests.core.lint.pages import found_in, page_of

PAGE = page_of("regex-unescaped-dot")


@pytest.mark.parametrize(
    ("regex", "better"),
    [
        ("^1.2", r"^1\.2"),
        (r"^v?\d+.\d+.\d+$", r"^v?\d+\.\d+\.\d+$"),
        (r"^[0-9]+.[0-9]{2}$", r"^[0-9]+\.[0-9]{2}$"),
        (r"^v(\d+).(\d+)$", r"^v(\d+)\.(\d+)$"),
        (r"^1\.2.3$", r"^1\.2\.3$"),
    ],
)
def test_between_numbers(regex: str, better: str) -> None:
    assert escaped(regex) == better


@pytest.mark.parametrize(
    "regex", [r"^1\.2", "1.*2", "1.+2", "1.{3}2", "1[.]2", "a.b", "^1.x", ".1", "1.", r"^v1\.\d+$", "1.?2"]
)
def test_these_are_what_they_say(regex: str) -> None:
    assert escaped(regex) == regex


def test_an_example_is_what_only_the_dot_lets_in() -> None:
    settings = Settings(select=frozenset({"regex-unescaped-dot"}))
    (found,) = audit(read(PAGE.bad), "1.11", settings)
    assert r"matches 1x2 too. Write ^v1\.2\.\d+$." in str(found.sentence)


def test_names_to_ignore_are_no_expressions() -> None:
    assert found_in(PAGE, PAGE.bad.replace("allowTagsRegexes", "ignoreTags")) == []
