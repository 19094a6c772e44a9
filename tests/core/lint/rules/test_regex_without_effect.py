"""Which expressions decide about a tag."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import fixed_text, page_of

PAGE = page_of("regex-without-effect")
WAREHOUSE = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {{name: images, namespace: acme-pay}}
spec:
  subscriptions:
  - image: {{repoURL: ghcr.io/acme/a, {fields}}}
"""
SETTINGS = Settings(select=frozenset({"regex-without-effect"}))


def places(fields: str, version: str = "1.11") -> list[tuple[object, ...]]:
    found = audit(read(WAREHOUSE.format(fields=fields)), version, SETTINGS)
    return [each.path[4:] for each in found]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("allowTagsRegexes: [^v1, ^v]", [("allowTagsRegexes", 0)]),
        ("allowTagsRegexes: [^v, ^v]", [("allowTagsRegexes", 1)]),
        ("allowTagsRegexes: ['.*']", [("allowTagsRegexes", 0)]),
        ("allowTagsRegexes: ['^v?[0-9]']", [("allowTagsRegexes", 0)]),
        ("allowTagsRegexes: ['^v?[0-9]'], imageSelectionStrategy: Lexical", []),
        ("allowTagsRegexes: [^a, ^b], imageSelectionStrategy: Lexical", []),
        ("ignoreTagsRegexes: [rc], constraint: ^1", [("ignoreTagsRegexes", 0)]),
        ("ignoreTagsRegexes: [rc], constraint: ^1-0", []),
        ("ignoreTagsRegexes: [rc]", []),
        ("allowTagsRegexes: [^v1], ignoreTagsRegexes: [^v2]", [("ignoreTagsRegexes", 0)]),
        ("allowTagsRegexes: [^v1], ignoreTagsRegexes: ['^v1[.]2']", []),
        ("allowTagsRegexes: [^x]", []),  # nothing is let in at all
        ("allowTagsRegexes: [(, (]", []),
    ],
)
def test_what_decides_nothing(fields: str, found: list[tuple[object, ...]]) -> None:
    assert places(fields) == found


def test_names_to_ignore_are_expressions_too() -> None:
    assert places("allowTags: ^v1, ignoreTags: [v1.2.3, latest]", "1.8") == [("ignoreTags", 1)]


def test_of_two_that_say_the_same_one_stays() -> None:
    text = WAREHOUSE.format(fields="allowTagsRegexes: [^v1, ^v1, ^v1]")
    assert "allowTagsRegexes: [^v1]" in fixed_text(PAGE, text)
