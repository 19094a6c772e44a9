"""Criteria that exclude each other, and those that only nearly do."""

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
SETTINGS = Settings(select=frozenset({"selects-nothing"}))


def said(subscription: str, version: str = "1.11") -> str:
    found = audit(read(WAREHOUSE.format(subscription=subscription)), version, SETTINGS)
    return " ".join(str(each.sentence) for each in found)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("allowTagsRegexes: ['release/']", "can match no tag"),
        ("allowTagsRegexes: ['a$b'], imageSelectionStrategy: Lexical", "can match no tag"),
        ("allowTagsRegexes: ['^nightly$']", "lets no version in"),
        ("allowTagsRegexes: ['^v?2[.]'], constraint: ~1.2", "meets the constraint ~1.2"),
        ("allowTagsRegexes: ['-rc'], constraint: ^1", "meets the constraint ^1"),
        ("ignoreTagsRegexes: ['.']", "is ignored by ."),
        ("ignoreTagsRegexes: ['^v', '^[0-9]']", "is ignored by"),
        ("allowTagsRegexes: ['^1[.]2$']", "lets no version in"),  # strictSemvers wants three numbers
        ("constraint: '>2 <1'", "No version can meet"),
    ],
)
def test_nothing_gets_past(fields: str, words: str) -> None:
    assert words in said(f"image: {{repoURL: ghcr.io/acme/a, {fields}}}")


@pytest.mark.parametrize(
    "fields",
    [
        "allowTagsRegexes: ['release/', '^v']",
        "allowTagsRegexes: ['^v2'], constraint: '^1 || ^2'",
        "allowTagsRegexes: ['-rc'], constraint: ^1-0",
        "allowTagsRegexes: ['-rc']",
        "allowTagsRegexes: ['^1[.]2$'], strictSemvers: false",
        "allowTagsRegexes: ['^99[.]'], constraint: '>=17'",
        "allowTagsRegexes: ['(']",
        r"allowTagsRegexes: ['\bv2'], constraint: ^1",
        "constraint: latest",
        "constraint: '>1.0 <1.0.1 || ~2'",
    ],
)
def test_something_may_get_past(fields: str) -> None:
    assert said(f"image: {{repoURL: ghcr.io/acme/a, {fields}}}") == ""


def test_tags_of_git_may_have_slashes() -> None:
    fields = "commitSelectionStrategy: NewestTag, allowTagsRegexes: ['^release/']"
    assert said(f"git: {{repoURL: https://git.acme.io/a, {fields}}}") == ""
    assert "no tag" in said(f"git: {{repoURL: https://git.acme.io/a, {fields.replace('/', ' ')}}}")


def test_names_to_ignore_count_before_1_11() -> None:
    fields = "imageSelectionStrategy: Lexical, allowTags: '^(a|b)$', ignoreTags: [a, b]"
    assert "is ignored by ^a$, ^b$" in said(f"image: {{repoURL: ghcr.io/acme/a, {fields}}}", "1.8")
    assert said(f"image: {{repoURL: ghcr.io/acme/a, {fields.replace('[a, b]', '[a]')}}}", "1.8") == ""
