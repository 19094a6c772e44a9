"""What Kargo discovers of lists of tags and versions, line by line; DISCOVERY_VECTORS names another file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kargoui.core.discovery import Criteria, DiscoveryError, Tag, discover, read_criteria

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "discovery.jsonl"
# What each kind calls the strategy and the constraint, and a repository that it may subscribe to.
FIELDS = {
    "image": ("imageSelectionStrategy", "constraint", "ghcr.io/acme/api"),
    "git": ("commitSelectionStrategy", "semverConstraint", "https://github.com/acme/api.git"),
    "chart": ("", "semverConstraint", "https://charts.acme.io"),
}


def vectors() -> Iterator[dict[str, Any]]:
    path = Path(os.environ.get("DISCOVERY_VECTORS") or VECTORS)
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def criteria_of(vector: Mapping[str, Any]) -> Criteria:
    """As a manifest says it, but that a limit of 0, which a manifest cannot have, is none."""
    strategy, constraint, repo = FIELDS[vector["kind"]]
    names = ("strictSemvers", "allowTagsRegexes", "ignoreTagsRegexes")
    body = {name: vector[name] for name in names if name in vector}
    body |= {"repoURL": repo, strategy: vector["strategy"], constraint: vector.get("constraint", "")}
    return replace(read_criteria({vector["kind"]: body}, "1.11"), limit=vector.get("discoveryLimit", 20))


def answer(vector: Mapping[str, Any]) -> dict[str, object]:
    """What this discovers, in the vectors' form."""
    try:
        found = discover(criteria_of(vector), [Tag(name) for name in vector["tags"]])
    except DiscoveryError as error:
        return {"error": error.said}
    return {"discovered": [verdict.name for verdict in found.discovered]}


@pytest.mark.conformance
def test_what_kargo_discovers_is_discovered_in_its_order() -> None:
    cases = list(vectors())
    wrong = [
        f"{case['id']}: Kargo {case['expect']}, here {found}"
        for case in cases
        if (found := answer(case)) != case["expect"]
    ]
    assert cases
    assert not wrong, f"{len(wrong)} differences, the first are:\n" + "\n".join(wrong[:10])
