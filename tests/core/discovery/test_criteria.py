"""What is read out of a subscription, by Kargo version."""

from __future__ import annotations

import pytest

from kargoui.core.discovery import DiscoveryError, read_criteria
from tests.core.discovery.asked import asked, names


def test_what_is_left_out_has_kargos_defaults() -> None:
    found = read_criteria({"image": {"repoURL": "ghcr.io/acme/api"}}, "1.11")
    assert (found.strategy, found.strict, found.limit, found.constraint) == ("SemVer", True, 20, "")
    assert read_criteria({"git": {}}, "1.11").strategy == "NewestFromBranch"
    assert read_criteria({"chart": {"discoveryLimit": 0}}, "1.11").limit == 20


@pytest.mark.parametrize("entry", [None, [], "x", {}, {"image": "x"}, {"git": None}, {1: 2}, {"maven": {}}])
def test_what_is_no_subscription_of_kargos_own_has_no_strategy(entry: object) -> None:
    assert read_criteria(entry, "1.11").strategy == ""


def test_values_of_a_wrong_type_count_as_absent() -> None:
    body = {
        "repoURL": 1,
        "constraint": ["^1"],
        "discoveryLimit": True,
        "strictSemvers": "no",
        "allowTagsRegexes": "x",
        "ignoreTagsRegexes": [1],
        "allowTags": 0,
    }
    assert read_criteria({"image": body}, "1.11") == read_criteria({"image": {}}, "1.11")


def test_lists_of_regexes_came_with_1_9() -> None:
    body = {"allowTagsRegexes": ["^v"], "imageSelectionStrategy": "Lexical"}
    assert names(asked("image", "a v", kargo="1.9", **body)) == "v"
    assert names(asked("image", "a v", kargo="1.8", **body)) == "v a"


@pytest.mark.parametrize("kargo", ["1.4", "1.8", "1.10"])
def test_allow_tags_and_ignore_tags_held_until_1_10(kargo: str) -> None:
    body = {"allowTags": "^v", "ignoreTags": ["v.2"], "imageSelectionStrategy": "Lexical"}
    assert names(asked("image", "a v1 v.2 vx2", kargo=kargo, **body)) == "vx2 v1"
    with pytest.raises(DiscoveryError):
        asked("image", "a", kargo="1.11", **body)


@pytest.mark.parametrize(("kargo", "found"), [("1.6", "2.0.0"), ("1.7", "1.0.0"), ("1.9", "1.0.0")])
def test_constraint_took_the_place_of_semver_constraint(kargo: str, found: str) -> None:
    body = {"semverConstraint": "^2", "constraint": "^1"}
    assert names(asked("image", "1.0.0 2.0.0", kargo=kargo, **body)) == found


def test_semver_constraint_of_images_went_with_1_9() -> None:
    assert names(asked("image", "1.0.0 2.0.0", kargo="1.8", semverConstraint="^2")) == "2.0.0"
    assert names(asked("image", "1.0.0 2.0.0", kargo="1.9", semverConstraint="^2")) == "2.0.0 1.0.0"


def test_until_1_6_the_library_was_an_older_one() -> None:
    constraint, tags = ">=1.0.0-0 <2", "1.5.0-rc 01.5.0"
    assert names(asked("chart", tags, kargo="1.7", semverConstraint=constraint)) == "01.5.0 1.5.0-rc"
    assert names(asked("chart", tags, kargo="1.6", semverConstraint=constraint)) == ""
