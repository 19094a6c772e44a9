"""What is said about evaluated configs, and what Kargo's library says about them by Kargo's schemas."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from kargoui.core.catalog import VERSIONS, catalog
from kargoui.core.simulate.schema import config_check
from tests.conformance.generated import Generator
from tests.conformance.gojsonschema import validate
from tests.conformance.reference import checker
from tests.shared import shared

ROUNDS = 60
ODD: tuple[Any, ...] = (None, "", "text", 0, -1, 3, 2.5, True, False, [], {}, ["x", "x"], {"x": 1}, "a@b.io")


def local(path: Path) -> dict[str, Any]:
    """A schema with what it refers to in its own file."""
    document = json.loads(path.read_text(encoding="utf-8"))
    resolved: dict[str, Any] = checker().resolve_local(document, document)
    return resolved


def odd(value: Any, dice: random.Random) -> Any:
    """A config with something wrong in one or two places, now and then nothing."""
    if isinstance(value, dict):
        chosen = {name: odd(item, dice) for name, item in value.items() if dice.random() > 0.05}
        if dice.random() < 0.04:
            chosen["unheard"] = 1
        return chosen
    if isinstance(value, list):
        return [odd(item, dice) for item in value]
    return dice.choice(ODD) if dice.random() < 0.25 else value


@pytest.mark.conformance
@pytest.mark.parametrize("version", VERSIONS)
def test_configs_are_refused_in_the_words_of_kargo(version: str) -> None:
    folder = shared("kargo", f"v{version}", "steps")
    for uses in catalog(version).steps:
        path = folder / f"{uses}-config.json"
        if not path.exists():
            continue
        schema = checker().inlined(local(path), path.parent)
        made, dice = Generator(version, uses), random.Random(uses)  # noqa: S311
        for _ in range(ROUNDS):
            config = odd(made.value(schema, 0), dice)
            expected = sorted(validate(schema, config))
            found = sorted(config_check(version, uses)(config).splitlines())
            assert found == expected, f"{uses}: {json.dumps(config)}"
