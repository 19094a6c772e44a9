"""Patterns for versions let in all that constraints do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargoui.core.expr.regex import matches
from kargoui.core.lint.languages import covers_several_minors, disjoint_groups, is_satisfiable, versions
from kargoui.core.semver import ConstraintError, VersionError, parse_constraints, parse_version

NUMBERS = st.sampled_from(["0", "1", "2", "9", "10", "31", "x"])
OPERATORS = st.sampled_from(["", "=", "!=", ">", "<", ">=", "<=", "~", "^"])
RELEASES = st.sampled_from(["", "", "-0", "-rc.1"])

EXAMPLES = settings(max_examples=150, deadline=None)


@st.composite
def constraints(draw: st.DrawFn) -> str:
    def comparison() -> str:
        numbers = draw(st.lists(NUMBERS, min_size=1, max_size=3))
        release = draw(RELEASES) if len(numbers) == 3 and "x" not in numbers else ""
        return draw(OPERATORS) + ".".join(numbers) + release

    groups = [" ".join(comparison() for _ in range(draw(st.integers(1, 2)))) for _ in range(2)]
    return " || ".join(groups[: draw(st.integers(1, 2))])


TEXTS = st.builds(
    lambda v, numbers, release: v + ".".join(map(str, numbers)) + release,
    st.sampled_from(["", "v"]),
    st.lists(st.sampled_from([0, 1, 2, 3, 9, 10, 11, 31, 32, 100]), min_size=1, max_size=3),
    RELEASES,
)


@EXAMPLES
@given(constraints(), st.lists(TEXTS, min_size=1, max_size=20), st.booleans())
def test_what_constraints_let_in_is_matched(constraint: str, texts: list[str], strict: bool) -> None:
    try:
        parsed = parse_constraints(constraint)
    except ConstraintError:
        return
    pattern = versions(parsed, strict=strict)
    for text in texts:
        try:
            version = parse_version(text)
        except VersionError:
            continue
        if parsed.allows(version) and (version.is_strict or not strict):
            assert is_satisfiable(parsed)
            assert matches(pattern, text)


@pytest.mark.parametrize(
    ("constraint", "groups", "wide"),
    [
        ("^1", 1, True),
        ("~1.2", 1, False),
        ("1.2.3", 1, False),
        ("^1 || ^2", 2, True),
        ("1.2.3 || 1.2.4", 2, False),
        ("^1 || >=1.5", 0, True),
        ("<1.0.1", 1, True),
        ("^0.3.1", 1, False),
        (">1 <1", 0, False),
    ],
)
def test_how_much_a_constraint_covers(constraint: str, groups: int, wide: bool) -> None:
    assert disjoint_groups(parse_constraints(constraint)) == groups
    assert covers_several_minors(parse_constraints(constraint)) is wide


def test_what_is_no_version_does_not_match() -> None:
    for text in ("latest", "1.2", "1.2.3.4", "01.2.3", "v", "1.2.3-", "release-1.2.3"):
        assert not matches(versions(None, strict=True), text)
    for text in ("1", "v1.2", "01.2.3", "1.2.3-rc.1"):
        assert matches(versions(None, strict=False), text)
