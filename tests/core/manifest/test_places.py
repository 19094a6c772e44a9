"""The places of problems are those that one path at a time would have, and very many problems stay few."""

from __future__ import annotations

import pytest

from kargoui.core.manifest.document import read
from kargoui.core.manifest.places import Places
from kargoui.core.manifest.positions import locate
from kargoui.core.manifest.problems import MOST_PROBLEMS
from kargoui.core.manifest.validate import check
from tests.core.manifest.corpus import documents, paths

STAGE = "apiVersion: kargo.akuity.io/v1alpha1\nkind: Stage\nmetadata: {name: a, namespace: b}\nspec:\n"


def test_places_are_those_of_locate() -> None:
    for document in documents()[:40]:
        places = Places(document.text)
        for path in [(), *paths(document.data)][:200]:
            for known in (path, (*path, "nowhere"), (*path, 99)):
                assert places.of(known) == locate(document.text, known), (document.file, known)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_a_text_without_a_document_has_its_start(text: str) -> None:
    assert Places(text).of(("a",)) == (1, 1)


def test_a_comment_made_to_be_slow_is_not() -> None:
    text = f"a:\n  - - {'-#' * 100}\n    - x{'#' * 200}\n"
    assert Places(text).of(("a", 0, 1)) == (3, 5)


def test_of_very_many_problems_some_are_told() -> None:
    fields = "".join(f"  field{number}: 1\n" for number in range(2 * MOST_PROBLEMS))
    found = check(read(STAGE + fields), "1.11")
    assert MOST_PROBLEMS <= len(found) < MOST_PROBLEMS + 10
