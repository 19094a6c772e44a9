"""Which tags are in order letter by letter."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("lexical-versions")


@pytest.mark.parametrize("regex", [r"^\d+\.\d+$", r"^v?1\.\d{1,2}\.\d+$", r"^1\.2\.\d+-rc$", r"^v\d+$"])
def test_numbers_of_several_lengths(regex: str) -> None:
    assert found_in(PAGE, PAGE.bad.replace(r"^v\d+\.\d+\.\d+$", regex)) == PAGE.lines


@pytest.mark.parametrize(
    "regex",
    [
        r"^\d{4}\.\d{2}\.\d{2}$",
        r"^\d{8}$",
        r"^nightly-\d{8}$",
        r"^v\d+",  # v1-of-mine is no version
        r"\d+\.\d+\.\d+$",
        r"\bv\d+",  # not read here
        r"(",
    ],
)
def test_dates_and_other_texts(regex: str) -> None:
    assert found_in(PAGE, PAGE.bad.replace(r"^v\d+\.\d+\.\d+$", regex)) == []


def test_one_expression_for_other_tags_is_enough() -> None:
    assert found_in(PAGE, f"{PAGE.bad}      - ^main$\n") == []
