"""The promotions that Kargo's own engines have answered, run one after the other."""

from __future__ import annotations

import json

from kargoui.core.simulate import NotCreated, Project
from kargoui.core.simulate import run as promote
from tests.bench.clock import best, row
from tests.conformance.test_promotions import VECTORS, case_of, outcomes_of, projects

KARGO = 1.1  # ms that Kargo's engine took for one of them, schema checks included
MOST = KARGO / 3


def run() -> dict[str, object]:
    """Milliseconds for one promotion: with its Stage's plan made before, and from the documents on."""
    lines = (VECTORS / "promotions.jsonl").read_text(encoding="utf-8").splitlines()
    vectors = [json.loads(line) for line in lines]
    path = VECTORS / "promotion-worlds.json"
    known = projects(path)
    warm = best(lambda: _all(vectors, known)) / len(vectors)
    cold = best(lambda: _all(vectors, projects(path))) / len(vectors)
    return {
        "rows": [
            row("one promotion of the vectors", 1000 * warm, "ms", round(MOST, 3)),
            row("the same, with reading and planning its project", 1000 * cold, "ms"),
        ]
    }


def _all(vectors: list[dict[str, object]], known: dict[str, Project]) -> None:
    for vector in vectors:
        try:
            promote(
                known[str(vector["world"])],
                str(vector["stage"]),
                case_of(vector),
                "1.11",
                outcomes_of(vector),
                str(vector["actor"]),
            )
        except NotCreated:
            continue
