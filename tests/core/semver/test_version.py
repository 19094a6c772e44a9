"""Versions as Masterminds/semver reads and orders them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargoui.core.semver import Version, VersionError, compare, parse_version

PARTS = st.one_of(
    st.integers(0, 12).map(str), st.sampled_from(["0", "1", "10", "rc", "a", "-", "99999999999999999999"])
)
OUT_OF_RANGE = 'strconv.ParseUint: parsing "18446744073709551616": value out of range'
VERSIONS = st.builds(
    lambda numbers, pre: parse_version(".".join(numbers) + (f"-{'.'.join(pre)}" if pre else "")),
    st.lists(st.integers(0, 3).map(str), min_size=1, max_size=3),
    st.lists(PARTS, max_size=3),
)


def test_versions_are_read_loosely() -> None:
    assert parse_version("v1.2-rc.1+b").text == "1.2.0-rc.1+b"
    assert parse_version("01.02.03").numbers == (1, 2, 3)
    assert parse_version("0" * 5000 + "1").numbers == (1, 0, 0)
    assert parse_version("18446744073709551615").major == 2**64 - 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "invalid semantic version"),
        ("latest", "invalid semantic version"),
        ("V1", "invalid semantic version"),
        ("1.2.3.4", "invalid semantic version"),
        ("1.2.3\n", "invalid semantic version"),
        ("٣", "invalid semantic version"),
        ("1-01", "version segment starts with 0"),
        ("1.18446744073709551616", f"error parsing version segment: {OUT_OF_RANGE}"),
    ],
)
def test_what_is_no_version_is_said_in_the_librarys_words(text: str, words: str) -> None:
    with pytest.raises(VersionError, match=f"^{re.escape(words)}$"):
        parse_version(text)


def test_leading_zeros_came_with_3_4() -> None:
    for text in ("01.2.3", "1.02", "1.2.03"):
        with pytest.raises(VersionError):
            parse_version(text, coerce=False)
    assert parse_version("1.0.0", coerce=False).numbers == (1, 0, 0)


@pytest.mark.parametrize("text", ["1.2.3", "v0.0.0", "1.2.3-rc.1+b", "1.2.3+a-b", "1.2.3-a-b"])
def test_strict_versions(text: str) -> None:
    assert parse_version(text).is_strict


@pytest.mark.parametrize("text", ["1", "1.2", "v1.2-rc", "01.2.3", "1.2.03"])
def test_loose_versions_are_not_strict(text: str) -> None:
    assert not parse_version(text).is_strict


def test_the_order_of_semver_org() -> None:
    order = "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1"
    for lower, higher in pairwise(order.split()):
        assert compare(parse_version(lower), parse_version(higher)) == -1
        assert compare(parse_version(higher), parse_version(lower)) == 1
    assert compare(parse_version("1.0+a"), parse_version("v1.0.0+b")) == 0
    # no uint64: a text, and so after every number
    assert compare(parse_version("1-99999999999999999999"), parse_version("1-7")) == 1
    assert compare(parse_version("1-99999999999999999999"), parse_version("1-100000000000000000000")) == 1


@given(VERSIONS, VERSIONS, VERSIONS)
def test_the_order_is_total(one: Version, two: Version, three: Version) -> None:
    assert compare(one, two) == -compare(two, one)
    assert (compare(one, two) == 0) == (one.precedence == two.precedence)
    if compare(one, two) <= 0 and compare(two, three) <= 0:
        assert compare(one, three) <= 0


@given(st.text(alphabet="v0123456789.-+aZ\n xX*", max_size=30))
def test_no_text_makes_another_error(text: str) -> None:
    try:
        version = parse_version(text)
    except VersionError:
        return
    assert version.original == text
    assert compare(parse_version(version.text), version) == 0
