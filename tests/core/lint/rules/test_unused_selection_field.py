"""Which strategy looks at what, and what a cluster writes by itself."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read

WAREHOUSE = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {{name: images, namespace: acme-pay}}
spec:
  subscriptions:
  - {subscription}
"""
IMAGE = "image: {{repoURL: ghcr.io/acme/a, imageSelectionStrategy: {}, {}}}"
GIT = "git: {{repoURL: https://git.acme.io/a, commitSelectionStrategy: {}, {}}}"
SETTINGS = Settings(select=frozenset({"unused-selection-field"}))


def unused(subscription: str, version: str = "1.11") -> list[str]:
    found = audit(read(WAREHOUSE.format(subscription=subscription)), version, SETTINGS)
    return [str(each.path[-1]) for each in found]


@pytest.mark.parametrize(
    ("strategy", "fields", "found"),
    [
        ("NewestBuild", "constraint: ^1", ["constraint"]),
        ("Digest", "constraint: latest, allowTagsRegexes: [^a]", ["allowTagsRegexes"]),
        ("Digest", "constraint: latest, cacheByTag: true", ["cacheByTag"]),
        ("Digest", "constraint: latest, cacheByTag: false, strictSemvers: true, discoveryLimit: 20", []),
        ("Lexical", "strictSemvers: false", ["strictSemvers"]),
        ("SemVer", "constraint: ^1, strictSemvers: false, ignoreTagsRegexes: [-rc]", []),
        ("Lexical", "semverConstraint: ^1", []),  # no field any more
        ("Lexical", "constraint: ''", []),
    ],
)
def test_images(strategy: str, fields: str, found: list[str]) -> None:
    assert unused(IMAGE.format(strategy, fields)) == found


@pytest.mark.parametrize(
    ("strategy", "fields", "found"),
    [
        ("NewestFromBranch", "branch: main, allowTagsRegexes: [^v]", ["allowTagsRegexes"]),
        ("NewestTag", "branch: main, since: 2026-01-01T00:00:00Z", ["branch", "since"]),
        ("SemVer", "branch: main, semverConstraint: ^1", ["branch"]),
        ("Lexical", "allowTagsRegexes: [^v], includePaths: [a]", []),
    ],
)
def test_commits(strategy: str, fields: str, found: list[str]) -> None:
    assert unused(GIT.format(strategy, fields)) == found


def test_charts_have_one_strategy() -> None:
    assert unused("chart: {repoURL: oci://ghcr.io/acme/a, semverConstraint: ^1}") == []


def test_fields_that_the_version_does_not_know_are_refused_elsewhere() -> None:
    assert unused(IMAGE.format("Digest", "semverConstraint: latest, allowTagsRegexes: [^a]"), "1.8") == []
    assert unused(IMAGE.format("Lexical", "semverConstraint: ^1"), "1.8") == ["semverConstraint"]
