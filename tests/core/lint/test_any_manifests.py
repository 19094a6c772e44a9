"""No manifest, however wrong, is too much for the rules."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from kargoui.core.lint import audit
from kargoui.core.manifest.document import read
from tests.core.lint.graphs import CHART, CLEAR, policies, policy, request, stage, task, warehouse

_TAG = {"uses": "compose-output", "config": {"it": '${{ imageFrom("ghcr.io/acme/api").Tag }}'}}
_ODD: list[Any] = [
    None,
    "",
    "a",
    "${{ x",
    "${{ imageFrom(1) }}",
    1,
    True,
    1.5,
    [],
    [None],
    ["a"],
    {},
    {"a": 1},
    {"name": []},
]


def project() -> list[dict[str, Any]]:
    options: dict[str, Any] = {
        "autoPromotionOptions": {"selectionPolicy": "MatchUpstream"},
        "requiredSoakTime": "1h",
    }
    steps = [_TAG, {"task": {"name": "promote"}}, CLEAR]
    return [
        warehouse("images"),
        warehouse("charts", CHART),
        stage("test", request("images"), request("charts"), steps=steps, labels={"tier": "low"}),
        stage("gate", request("images", "test", availabilityStrategy="All", **options), steps=()),
        stage("prod", request("images", "gate", "test", **options), request("charts", "prod"), steps=steps),
        task("promote", _TAG),
        policies(policy("glob:*"), policy("test"), {"stage": "prod"}),
    ]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each place in data, as what holds it and its key."""
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(item, dict | list):
            yield from places(item)


@pytest.mark.parametrize("seed", range(60))
def test_rules_have_an_answer(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    found = project()
    for _ in range(chance.randint(1, 3)):
        holder, key = chance.choice(list(places(found)))
        if isinstance(holder, dict) and chance.random() < 0.3:
            del holder[key]
        elif holder is not found:
            holder[key] = copy.deepcopy(chance.choice(_ODD))
    text = yaml.dump_all(found, sort_keys=False)
    audit(read(text), chance.choice(["1.4", "1.8", "1.11"]))
