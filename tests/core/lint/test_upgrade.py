"""What an upgrade brings, version by version, and what its fixes leave."""

from __future__ import annotations

from kargoui.core.lint.upgrade import Upgrade, earliest, upgrade, upgraded
from kargoui.core.manifest.document import Document, read

WAREHOUSE = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {name: images, namespace: demo}
spec:
  subscriptions:
  - image:
      repoURL: ghcr.io/acme/a
      semverConstraint: '>=1.0.0-0 <2.0.0'
      allowTags: ^v
"""
STAGE = """\
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {name: testnet, namespace: demo}
spec:
  requestedFreight:
  - {origin: {kind: Warehouse, name: images}, sources: {direct: true}}
  promotionTemplate:
    spec:
      steps:
      - uses: compose-output
        as: it
        config:
          from: ${{ imageFrom("ghcr.io/acme/a")?.GitRepoURL }}
"""
NEW_FIELD = WAREHOUSE.replace("semverConstraint", "cacheByTag: true\n      constraint").replace(
    "      allowTags: ^v\n", ""
)


def listed(report: Upgrade) -> list[tuple[str, str, bool]]:
    return [(change.version, change.name, change.must) for change in report.changes]


def text_of(documents: list[Document]) -> str:
    return "".join(document.text for document in documents)


def test_each_version_says_what_it_brings() -> None:
    assert listed(upgrade(read(WAREHOUSE), "1.6", "1.11")) == [
        ("1.7", "prereleases", False),
        ("1.7", "deprecated-field", False),
        ("1.9", "field-of-another-version", True),
        ("1.9", "deprecated-field", False),
        ("1.11", "allow-tags-removed", True),
    ]


def test_what_was_so_before_is_no_change() -> None:
    report = upgrade(read(WAREHOUSE), "1.9", "1.10")
    assert report.changes == ()
    assert not report.must
    assert listed(upgrade(read(WAREHOUSE), "1.9", "1.9")) == []


def test_the_fixes_of_the_report_are_made_for_the_target() -> None:
    after = upgraded(read(WAREHOUSE), "1.6", "1.11")
    assert text_of(after) == WAREHOUSE.replace("semverConstraint", "constraint").replace(
        "allowTags: ^v", "allowTagsRegexes:\n      - ^v"
    )
    assert text_of(upgraded(after, "1.6", "1.11")) == text_of(after)
    assert not upgrade(after, "1.10", "1.11").must


def test_only_what_can_be_fixed_under_the_target_counts_as_such() -> None:
    text = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Project
metadata: {name: demo}
spec:
  promotionPolicies:
  - {stage: testnet, autoPromotionEnabled: true}
"""
    stage = {"1.6": True, "1.7": False}
    for target, fixable in stage.items():
        changes = upgrade(read(text), "1.4", target).changes
        policy = next(each for each in changes if str(each.sentence).startswith("stage"))
        assert (policy.places[0].fix is not None) is fixable


def test_a_field_that_was_passed_over_comes_alive() -> None:
    report = upgrade(read(NEW_FIELD), "1.8", "1.9")
    assert listed(report) == [("1.9", "comes-alive", False)]
    assert report.changes[0].places[0].path[-1] == "cacheByTag"


def test_promotions_that_fail_after_it_are_named_with_the_smallest_case() -> None:
    report = upgrade(read(WAREHOUSE.replace("allowTags: ^v", "") + STAGE), "1.5", "1.8")
    (change,) = report.outcomes
    assert (change.stage, change.version, change.before) == ("testnet", "1.7", "Succeeded")
    assert (change.smallest.target, change.count, change.reachable, change.worse) == ("images", 1, True, True)
    assert change.step == "it"
    assert "no field GitRepoURL" in change.message
    assert report.must


def test_promotions_that_no_longer_fail_are_no_reason_to_change() -> None:
    text = WAREHOUSE.replace("allowTags: ^v", "") + STAGE.replace(".GitRepoURL", ".Tag").replace(
        '/a")', '/b")'
    )
    report = upgrade(read(text), "1.4", "1.5")
    assert [(each.before, each.after, each.worse) for each in report.outcomes] == [
        ("Errored", "Succeeded", False)
    ]


def test_the_earliest_version_that_knows_it_all() -> None:
    assert earliest(read(WAREHOUSE), "1.11") == "1.4"
    assert earliest(read(NEW_FIELD), "1.11") == "1.9"
    assert earliest(read(NEW_FIELD), "1.8") == "1.7"


def test_what_a_version_refuses_is_a_change_once() -> None:
    step = "{task: {name: t}, retry: {errorThreshold: 2}}"
    text = STAGE.removeprefix("---\n").partition("      - uses")[0] + f"      - {step}\n"
    report = upgrade(read(text), "1.5", "1.11")
    assert listed(report) == [("1.6", "conflicting-fields", True)]
    assert report.changes[0].nature == "refused"
