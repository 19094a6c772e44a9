"""Which order the first rollout had better have."""

from __future__ import annotations

from typing import Any

from kargoui.core.manifest.operations import Move
from tests.core.lint.graphs import CHART, findings, places, request, stage, warehouse

RULE = "order-fails-first-rollout"
GIT = {"git": {"repoURL": "https://git.acme.io/pay.git"}}
WAREHOUSES = [warehouse("images"), warehouse("charts", CHART), warehouse("settings", GIT)]
ALL = [request("images"), request("charts"), request("settings")]


def compose(expression: str, **more: Any) -> dict[str, Any]:
    return {"uses": "compose-output", "config": {"it": f"${{{{ {expression} }}}}"}, **more}


NEEDS_SETTINGS = compose('commitFrom("https://git.acme.io/pay.git").ID')
NEEDS_IMAGES = compose('imageFrom("ghcr.io/acme/api").Tag')


def test_the_moves_make_the_order() -> None:
    (found,) = findings(RULE, *WAREHOUSES, stage("test", *ALL, steps=[NEEDS_SETTINGS]))
    assert str(found.sentence).startswith("In the first rollout 2 of 3 promotions to this Stage fail")
    assert found.fix is not None
    moves = [edit.operation for edit in found.fix.edits]
    assert moves == [Move(("spec", "requestedFreight", 2), 0)]


def test_where_each_order_fails_as_often_none_is_better() -> None:
    steps = [NEEDS_SETTINGS, NEEDS_IMAGES]
    assert not findings(RULE, *WAREHOUSES, stage("test", *ALL[::2], steps=steps))


def test_a_stage_that_gets_its_freight_only_later_is_looked_at_too() -> None:
    later = [request(name, "test") for name in ("images", "charts", "settings")]
    stages = [stage(name, *of, steps=[NEEDS_SETTINGS]) for name, of in (("test", ALL), ("prod", later))]
    assert places(findings(RULE, *WAREHOUSES, *stages)) == ["test requestedFreight", "prod requestedFreight"]


def test_guarded_steps_do_well_in_any_order() -> None:
    guard = '${{ commitFrom("https://git.acme.io/pay.git") != nil }}'
    assert not findings(RULE, *WAREHOUSES, stage("test", *ALL, steps=[{**NEEDS_SETTINGS, "if": guard}]))


def test_before_1_8_there_was_no_order() -> None:
    manifests = [*WAREHOUSES, stage("test", *ALL, steps=[NEEDS_SETTINGS])]
    assert findings(RULE, *manifests, version="1.8")
    assert not findings(RULE, *manifests, version="1.7")
