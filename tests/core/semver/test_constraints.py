"""Constraints on versions, as Kargo's library reads them."""

from __future__ import annotations

import re

import pytest

from kargoui.core.semver import ConstraintError, is_constraint, parse_constraints, parse_version


# From https://github.com/Masterminds/semver/blob/v3.4.0/constraints_test.go
@pytest.mark.parametrize(
    "text",
    [
        *(
            ">= 1.1",
            ">40.50.60, < 50.70",
            "2.0",
            "v2.3.5-20161202202307-sha.e8fc5e5",
            "*",
            "0.x.x",
            "~1.2.3-beta.2",
        ),
        *(
            ">= 1.2.3 < 2.0",
            ">= 1.2.3 < 2.0 || => 3.0 < 4",
            "3 - 4 || => 3.0, < 4",
            "12.3.34 ~1.2.3",
            "^0.0",
            "=>1",
        ),
        *("1.0.0 - 2.0.0, <=2.0.0", " ^1 ", "1.2.3+meta", "01.2", "0" * 5000 + "1"),
    ],
)
def test_constraints_are_read(text: str) -> None:
    assert is_constraint(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            ">= bar",
            "BAR >= 1.2.3",
            "12.3.4.1234",
            "12.3.34~ 1.2.3",
            "^",
            "1.2.3-01",
            "latest",
            "1 ||",
            "|",
        ),
        *("1x.2", "99999999999999999999", "9" * 5000, "${{ vars.x }}", "1.2.3\n;"),
    ],
)
def test_other_texts_are_no_constraints(text: str) -> None:
    assert not is_constraint(text)


def fits(constraint: str, version: str, *, before_3_4: bool = False) -> bool:
    return parse_constraints(constraint, before_3_4=before_3_4).allows(parse_version(version))


@pytest.mark.parametrize(
    ("constraint", "within", "outside"),
    [
        ("1.2.3", "1.2.3 v1.2.3+meta", "1.2.4 1.2.3-rc.1"),
        ("=1.2", "1.2.0 1.2.9", "1.3.0 2.2.0"),
        ("*", "0.0.0 9.9.9", "1.0.0-0"),
        ("^*", "0.0.0", "0.1.0 1.0.0"),
        ("!=*", "0.0.1 1.0.0", "0.0.0"),
        ("!=1.x", "2.0.0", "1.0.0 1.9.9"),
        ("!=1.2", "1.3.0 2.2.0", "1.2.0 1.2.7"),
        ("!=1.2-rc", "1.2.7 1.2.0-beta", "1.2.0-rc"),
        (">11", "12.0.0", "11.9.9"),
        (">11.1", "11.2.0 12.0.0", "11.1.9"),
        ("<1.x", "0.9.9", "1.0.0"),
        ("<=1.x", "1.9.9", "2.0.0"),
        ("<=1.2", "1.2.9 0.9.9", "1.3.0"),
        ("<=*", "0.0.9", "0.1.0 1.0.0"),
        ("~0.0.0", "5.0.0", "5.0.0-rc"),
        ("~1.2.3", "1.2.9", "1.3.0 1.2.2"),
        ("~>1", "1.9.0", "2.0.0"),
        ("^0.2.3", "0.2.9", "0.3.0 1.0.0"),
        ("^0.0.3", "0.0.3", "0.0.4"),
        ("^0.0", "0.0.9", "0.1.0"),
        ("1.2 - 3.4", "1.2.0 3.4.9", "1.1.9 3.5.0"),
        (">=1.0.0 <2", "1.9.9", "1.9.9-rc 2.0.0"),
        (">=1.0.0-0 <2", "1.0.0-rc 2.0.0-rc", "2.0.0"),
        ("^1 || ^3", "1.5.0 3.5.0", "2.0.0"),
        ("^1 || ^3-0", "3.5.0-rc", "1.5.0-rc"),
        ("^v1.2", "v1.3", "0.9.0"),
    ],
)
def test_what_satisfies_a_constraint(constraint: str, within: str, outside: str) -> None:
    assert [version for version in within.split() if not fits(constraint, version)] == []
    assert [version for version in outside.split() if fits(constraint, version)] == []


def test_before_3_4_each_comparison_asks_for_prereleases() -> None:
    assert fits(">=1.0.0-0 <2", "1.5.0-rc")
    assert not fits(">=1.0.0-0 <2", "1.5.0-rc", before_3_4=True)
    assert fits(">=1.0.0-0 <2-0", "1.5.0-rc", before_3_4=True)
    assert fits("!=1.0.0", "1.5.0-rc", before_3_4=True)
    assert not fits("!=1.0.x", "1.5.0-rc", before_3_4=True)


@pytest.mark.parametrize(
    ("constraint", "version", "words"),
    [
        (">=1.1, <2, !=1.2.3", "1.2.3", ("1.2.3 is equal to 1.2.3",)),
        ("!=1.2.5, ^2, <=1.1.x", "1.2.3", ("1.2.3 is less than 2", "1.2.3 is greater than 1.1.x")),
        ("<2 || >3.1", "v2.5", ("2.5.0 is greater than or equal to 2", "2.5.0 is less than or equal to 3.1")),
        ("~1.3", "2.4.5", ("2.4.5 does not have same major version as 1.3",)),
        (
            "^1 || ^2",
            "2.0.0-rc.1",
            ("2.0.0-rc.1 is a prerelease version and the constraint is only looking for release versions",),
        ),
        ("^2", "2.0.0", ()),
    ],
)
def test_the_library_says_why_not(constraint: str, version: str, words: tuple[str, ...]) -> None:
    assert parse_constraints(constraint).refusals(parse_version(version)) == words


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("latest", "improper constraint: latest"),
        ("1 ||", "improper constraint: "),
        ("1 - 2 foo", "improper constraint: >= 1, <= 2 foo"),
        ("1x.2", "constraint parser error"),
    ],
)
def test_errors_have_the_librarys_words(constraint: str, words: str) -> None:
    with pytest.raises(ConstraintError, match=f"^{re.escape(words)}$"):
        parse_constraints(constraint)
