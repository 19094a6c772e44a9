"""What holds of every subscription and every list of tags."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kargoui.core.catalog import VERSIONS
from kargoui.core.discovery import (
    Criteria,
    Discovery,
    DiscoveryError,
    Outcome,
    Tag,
    TagsError,
    discover,
    read_criteria,
    read_tags,
)

PIECES = st.sampled_from(
    ["v", "1", "0", "2.10", ".", "-", "rc", "+", "x", "*", "_", "^", "||", " ", ">=", "~", ",", "latest", "é"]
)
JUMBLE = st.lists(PIECES, max_size=7).map("".join)
NUMBERS = st.lists(st.integers(0, 3).map(str), min_size=1, max_size=3).map(".".join)
NAMES = st.one_of(
    JUMBLE.filter(str.strip), NUMBERS, NUMBERS.map("v{}".format), NUMBERS.map("{}-rc.1".format), st.text()
)
TIMES = st.sampled_from(
    ["", "", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2025-06-01T00:00:00+02:00"]
)
TAGS = st.lists(
    st.builds(lambda name, time: replace(read_tags(f"x {time}")[0], name=name), NAMES, TIMES), max_size=12
)
REGEXES = st.lists(
    st.one_of(st.sampled_from(["^v", "rc", "[", "(?i)X", r"\d+$", "a{1001}"]), st.text()), max_size=2
)
STRATEGIES = ["SemVer", "Lexical", "NewestBuild", "NewestTag", "Digest", "NewestFromBranch", ""]
FILTERS = [
    "",
    "tag contains 'rc'",
    "author == 'x' or tag < 'v'",
    "creatorDate.Year() > 2025",
    "tag",
    "(",
    "id + 1",
]
BODIES = st.fixed_dictionaries(
    {"repoURL": st.sampled_from(["https://acme.io", "oci://acme.io/api"])},
    optional={
        "imageSelectionStrategy": st.sampled_from(STRATEGIES),
        "commitSelectionStrategy": st.sampled_from(STRATEGIES),
        "constraint": st.one_of(JUMBLE, st.text()),
        "semverConstraint": JUMBLE,
        "strictSemvers": st.booleans(),
        "allowTagsRegexes": REGEXES,
        "ignoreTagsRegexes": REGEXES,
        "expressionFilter": st.sampled_from(FILTERS),
        "allowTags": st.sampled_from(["", "^v"]),
        "discoveryLimit": st.integers(-1, 5),
        "platform": st.just("linux/amd64"),
    },
)
CRITERIA = st.builds(
    lambda kind, body, version: read_criteria({kind: body}, version),
    st.sampled_from(["image", "chart", "git"]),
    BODIES,
    st.sampled_from(VERSIONS),
)


def found_of(criteria: Criteria, tags: list[Tag]) -> Discovery | None:
    try:
        return discover(criteria, tags)
    except DiscoveryError:
        return None


@given(CRITERIA, TAGS)
def test_every_tag_has_a_verdict_and_the_limit_is_a_prefix(criteria: Criteria, tags: list[Tag]) -> None:
    found = found_of(criteria, tags)
    if found is None:
        return
    assert [verdict.tag for verdict in found.verdicts] == tags
    ranked = [*found.discovered, *found.cut_off]
    assert [verdict.rank for verdict in ranked] == list(range(1, len(ranked) + 1))
    assert all(
        (verdict.reason is None) == (verdict.outcome is Outcome.DISCOVERED) for verdict in found.verdicts
    )
    assert all(verdict.rank == 0 and str(verdict.reason) for verdict in found.left_out)
    unlimited = found_of(replace(criteria, limit=0), tags)
    assert unlimited is not None
    names = [verdict.name for verdict in unlimited.discovered]
    assert not unlimited.cut_off
    assert [verdict.name for verdict in ranked] == names
    if criteria.strategy != "Digest":
        assert [verdict.name for verdict in found.discovered] == names[: criteria.limit]


@given(CRITERIA, TAGS, st.randoms())
def test_the_order_is_that_of_the_tags_and_not_of_the_list(
    criteria: Criteria, tags: list[Tag], random: Random
) -> None:
    by_time = criteria.strategy.startswith("Newest")
    given_ = list({tag.name: tag for tag in tags if tag.time or not by_time}.values())
    found = found_of(criteria, given_)
    mixed = [*given_]
    random.shuffle(mixed)
    again = found_of(criteria, mixed)
    assert (found is None) == (again is None)
    if found is not None and again is not None and not criteria.is_oci:
        assert [each.name for each in found.discovered] == [each.name for each in again.discovered]


@given(CRITERIA, TAGS)
def test_a_tag_less_moves_no_other(criteria: Criteria, tags: list[Tag]) -> None:
    found = found_of(replace(criteria, limit=0), tags)
    less = found_of(replace(criteria, limit=0), tags[1:])
    if found is None or less is None:
        return
    first = found.verdicts[0].rank if found.verdicts else 0
    assert [v.name for v in less.discovered] == [v.name for v in found.discovered if v.rank != first]


@given(st.text())
def test_no_text_makes_another_error_than_its_own(text: str) -> None:
    try:
        tags = read_tags(text)
    except TagsError:
        return
    assert len({tag.name for tag in tags}) == len(tags)
