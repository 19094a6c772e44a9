"""No rule is at a loss for an answer where its own examples are damaged."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from kargoui.core.catalog import VERSIONS
from kargoui.core.lint import all_rules, audit
from kargoui.core.lint.discoveries import discoveries
from kargoui.core.manifest.document import read
from tests.core.lint.pages import page_of

ODD: list[Any] = [None, "", "(", "${{ x", "${{ outputs. }}", "${{ secrets. }}", "${{ freightMetadata( }}"]
ODD += [0, -1, True, 1.5, [], [None], [1, "a", "("], {}, {"a": 1}, {"image": []}]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each place in data, as what holds it and its key."""
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(item, dict | list):
            yield from places(item)


@pytest.mark.parametrize("name", sorted(all_rules()))
def test_there_is_an_answer(name: str) -> None:
    chance = random.Random(name)  # noqa: S311
    for _ in range(8):
        found = list(yaml.safe_load_all(page_of(name).bad))
        holder, key = chance.choice([place for each in found for place in places(each)])
        holder[key] = chance.choice(ODD)
        documents, version = read(yaml.safe_dump_all(found, sort_keys=False)), chance.choice(VERSIONS)
        audit(documents, version)
        discoveries(documents, version)
