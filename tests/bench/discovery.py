"""A long list of tags, as a registry keeps it over the years, put through a subscription."""

from __future__ import annotations

import random
from functools import partial

from kargoui.core.discovery import Tag, discover, read_criteria
from tests.bench.clock import best, row

TAGS = 10_000
MOST = 1_000  # ms, so that the box on the Warehouse page answers at once even on a slow machine
SUBSCRIPTIONS: dict[str, dict[str, object]] = {
    "by a constraint": {"constraint": "^1.2 || >=3 <20.4"},
    "by regular expressions": {
        "imageSelectionStrategy": "Lexical",
        "allowTagsRegexes": ["^v?[0-9]"],
        "ignoreTagsRegexes": ["-rc", "alpine$"],
    },
}


def run() -> dict[str, object]:
    """Milliseconds for one discovery among 10,000 tags."""
    tags = _tags()
    rows = []
    for what, body in SUBSCRIPTIONS.items():
        criteria = read_criteria({"image": {"repoURL": "ghcr.io/acme/api", **body}}, "1.11")
        seconds = best(partial(discover, criteria, tags))
        rows.append(row(f"discovery among {TAGS:,} tags, {what}", 1000 * seconds, "ms", MOST))
    return {"rows": rows}


def _tags() -> list[Tag]:
    """Half of them plain versions, the rest with v, suffixes and metadata."""
    drawn = random.Random(4)  # noqa: S311 - the same list each time
    suffixes = ("", "", "", "-rc.1", "-alpine", "-pr-12")
    return [
        Tag(
            f"{drawn.choice(('', '', 'v'))}{drawn.randrange(30)}.{drawn.randrange(30)}.{drawn.randrange(30)}"
            + drawn.choice(suffixes)
        )
        for _ in range(TAGS)
    ]
