"""What each strategy selects, in which order, and why it leaves the rest out."""

from __future__ import annotations

from typing import Any

import pytest

from kargoui.core.discovery import DiscoveryError, Outcome
from tests.core.discovery.asked import asked, names, reasons, timed

NEWEST_BUILD = {"imageSelectionStrategy": "NewestBuild"}
NEWEST_TAG = {"commitSelectionStrategy": "NewestTag"}


def test_semver_takes_the_greatest_first_and_breaks_ties_by_text() -> None:
    found = asked("image", "1.2.0 v1.10.0 1.9.0 v1.2.0", constraint="^1")
    assert names(found) == "v1.10.0 1.9.0 v1.2.0 1.2.0"
    assert names(asked("chart", "1.0 1.0.0 v1 1.0.0-rc")) == "v1 1.0.0 1.0 1.0.0-rc"


def test_the_limit_cuts_the_end_off() -> None:
    found = asked("image", "1.0.0 4.0.0 latest 2.0.0 3.0.0", discoveryLimit=2)
    assert names(found) == "4.0.0 3.0.0"
    assert [(verdict.name, verdict.rank) for verdict in found.cut_off] == [("2.0.0", 3), ("1.0.0", 4)]
    assert str(found.cut_off[0].reason) == "Cut off by discoveryLimit 2."
    assert [verdict.outcome for verdict in found.verdicts] == [
        Outcome.CUT_OFF,
        Outcome.DISCOVERED,
        Outcome.LEFT_OUT,
        Outcome.CUT_OFF,
        Outcome.DISCOVERED,
    ]


def test_every_tag_that_is_left_out_has_its_reason() -> None:
    found = asked(
        "image",
        "1.0.0-rc.1 2.0.0 nightly v1.2 1.3.0-alpine sha-1 1.4.0",
        constraint="^1",
        allowTagsRegexes=["^v?[0-9]", "^night"],
        ignoreTagsRegexes=["alpine$"],
    )
    assert names(found) == "1.4.0"
    assert reasons(found) == {
        "1.0.0-rc.1": "A pre-release, and the constraint ^1 asks for none.",
        "2.0.0": "Outside the constraint ^1.",
        "nightly": "No semantic version.",
        "v1.2": "No full semantic version such as 1.2.3 or v1.2.3, which strictSemvers demands.",
        "1.3.0-alpine": "Ignored: alpine$ of ignoreTagsRegexes matches.",
        "sha-1": "None of the regular expressions of allowTagsRegexes matches.",
    }
    details = {verdict.name: verdict.detail for verdict in found.left_out}
    assert details["2.0.0"] == "2.0.0 does not have same major version as 1"
    assert details["nightly"] == details["1.0.0-rc.1"] == ""


def test_what_ignores_is_asked_before_what_allows() -> None:
    found = asked("image", "rc", allowTagsRegexes=["^v"], ignoreTagsRegexes=["rc"])
    assert reasons(found) == {"rc": "Ignored: rc of ignoreTagsRegexes matches."}
    assert reasons(asked("image", "rc", allowTagsRegexes=["^v"])) == {
        "rc": "^v of allowTagsRegexes does not match."
    }


def test_lexical_takes_every_tag_by_its_text() -> None:
    found = asked("image", "9 10 v1 V1 é", imageSelectionStrategy="Lexical", constraint="no constraint")
    assert names(found) == "é v1 V1 9 10"


def test_newest_build_goes_by_time_and_then_by_text() -> None:
    tags = timed(
        "a 2026-01-01T00:00:00.000000001Z",
        "b 2026-01-01T00:00:00Z",
        "c 2026-01-01T01:00:00+01:00",
        "d 2025-12-31T23:59:59Z",
    )
    found = asked("image", tags, **NEWEST_BUILD)
    assert names(found) == "a c b d"
    assert found.caveats == ()


def test_newest_tag_goes_by_seconds_as_git_does() -> None:
    tags = timed("b 2026-01-01T00:00:00.1Z", "a 2026-01-01T00:00:00.9Z", "c 2026-01-01T00:00:01Z")
    assert names(asked("git", tags, **NEWEST_TAG)) == "c a b"


def test_tags_without_a_time_come_last_and_it_is_said() -> None:
    tags = timed("z", "a 2026-01-01T00:00:00Z", "y")
    found = asked("image", tags, **NEWEST_BUILD)
    assert names(found) == "a z y"
    assert str(found.caveats[0]).startswith("NewestBuild goes by time. Tags without one come last")


def test_digest_looks_at_one_tag_whatever_the_rest_says() -> None:
    body: dict[str, Any] = {
        "imageSelectionStrategy": "Digest",
        "constraint": "latest",
        "allowTags": "x",
        "discoveryLimit": 1,
    }
    found = asked("image", "latest 1.0.0", ignoreTagsRegexes=["["], **body)
    assert names(found) == "latest"
    assert reasons(found) == {"1.0.0": "Digest looks at the tag latest alone."}
    assert names(asked("image", "1.0.0", **body)) == ""


def test_charts_in_oci_have_underscores_and_full_versions() -> None:
    found = asked("chart", "1.0.0_build 1.0 v1.0.0 1.0.0", repoURL="oci://ghcr.io/acme/charts/api")
    assert names(found) == "1.0.0+build 1.0.0"
    assert found.discovered[0].tag.name == "1.0.0_build"
    reason = "No full semantic version such as 1.2.3, which charts at oci:// have."
    assert reasons(found) == {"1.0": reason, "v1.0.0": reason}


def test_what_a_list_cannot_tell_is_said() -> None:
    platform = asked("image", "1.0.0", platform="linux/arm64")
    assert "linux/arm64" in str(platform.caveats[0])
    paths = asked("git", "v1", commitSelectionStrategy="Lexical", includePaths=["charts"])
    assert "paths" in str(paths.caveats[0])


def test_an_expression_filter_decides_what_the_list_tells() -> None:
    body: dict[str, Any] = {
        "commitSelectionStrategy": "Lexical",
        "expressionFilter": "!(tag contains 'rc')",
    }
    found = asked("git", "v1 v2-rc", **body)
    assert (names(found), reasons(found)) == ("v1", {"v2-rc": "expressionFilter is false."})
    assert found.caveats == ()
    body["expressionFilter"] = "creatorDate.Year() >= 2026"
    tags = timed("v1 2025-01-01T00:00:00Z", "v2 2026-01-01T00:00:00Z", "v3")
    found = asked("git", tags, **body)
    assert names(found) == "v3 v2"
    assert "asks for creatorDate" in str(found.caveats[0])
    assert "true: 1." in str(found.caveats[0])
    assert names(asked("git", "v1 v2", kargo="1.5", **body)) == "v2 v1"


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("image", {"constraint": "latest"}, "improper constraint: latest"),
        (
            "git",
            {"commitSelectionStrategy": "SemVer", "semverConstraint": ">>1"},
            'error parsing semver constraint ">>1": improper constraint: >>1',
        ),
        ("image", {"allowTagsRegexes": ["("]}, "error parsing regexp: missing closing ): `(`"),
        (
            "image",
            {"allowTags": "^v"},
            "AllowTags is deprecated and unsupported as of v1.11.0; use AllowTagsRegexes instead",
        ),
        (
            "git",
            {"commitSelectionStrategy": "NewestTag", "ignoreTags": ["v1"]},
            "IgnoreTags is deprecated and unsupported as of v1.11.0; use IgnoreTagsRegexes instead",
        ),
        ("git", {"commitSelectionStrategy": "NewestFromBranch"}, ""),
        ("git", {}, ""),
        ("image", {"imageSelectionStrategy": "Luck"}, ""),
        ("image", {"imageSelectionStrategy": "Digest"}, ""),
        ("chart", {"repoURL": "charts.acme.io"}, 'repository URL "charts.acme.io" is invalid'),
        (
            "git",
            {"commitSelectionStrategy": "Lexical", "expressionFilter": "tag"},
            'error parsing expression result: strconv.ParseBool: parsing "v1": invalid syntax',
        ),
        (
            "git",
            {"commitSelectionStrategy": "Lexical", "expressionFilter": "semverParse(tag)"},
            "error evaluating tag filter expression: ",
        ),
        (
            "git",
            {"commitSelectionStrategy": "Lexical", "expressionFilter": "tag ="},
            "error compiling filter expression: ",
        ),
    ],
)
def test_where_kargo_discovers_nothing_it_is_said(kind: str, body: dict[str, Any], said: str) -> None:
    with pytest.raises(DiscoveryError) as caught:
        asked(kind, "v1", **body)
    assert caught.value.said.startswith(said)
    assert bool(caught.value.said) == bool(said)
    assert str(caught.value.sentence)
