"""Which Freight gets where, as who requests what from whom tells."""

from __future__ import annotations

import random
from typing import Any

from kargoui.core.pipeline import pipeline
from kargoui.core.pipeline.flow import Flow
from kargoui.core.pipeline.flow import flow as flow_of
from tests.core.lint.graphs import request, stage, warehouse


def flow(*stages: dict[str, Any]) -> Flow:
    return flow_of(pipeline([warehouse("w"), *stages]))


def test_freight_arrives_through_stages_that_request_it() -> None:
    found = flow(stage("a", request("w")), stage("b", request("w", "a")), stage("c", request("x", "a")))
    assert found.arriving == {("a", "w"), ("b", "w")}
    assert found.takers == {("a", "w"): (("b", "w"),)}


def test_all_needs_each_of_them_and_one_of_needs_one() -> None:
    every: dict[str, Any] = {"availabilityStrategy": "All"}
    first = stage("a", request("w"))
    assert ("c", "w") not in flow(first, stage("c", request("w", "a", "b", **every))).arriving
    assert ("c", "w") in flow(first, stage("c", request("w", "a", "b"))).arriving
    assert ("c", "w") in flow(first, stage("c", request("w", "a", "a", **every))).arriving


def test_a_warehouse_that_is_not_there_gives_nothing() -> None:
    assert flow(stage("a", request("gone"))).arriving == frozenset()


def test_the_nearest_promoting_stages_are_found_past_control_flow() -> None:
    found = flow(
        stage("a", request("w")),
        stage("b", request("w", "a")),
        stage("gate", request("w", "b", "a"), steps=()),
        stage("c", request("w", "gate")),
    )
    assert found.promoted_before(("c", "w")) == ["b", "a"]
    assert found.promoted_before(("b", "w")) == ["a"]
    assert found.promoted_before(("a", "w")) == []


def test_there_is_a_circle_exactly_where_stages_cannot_be_put_in_order() -> None:
    chance = random.Random(4)  # noqa: S311
    for _ in range(300):
        names = [str(number) for number in range(chance.randint(1, 7))]
        requests = {name: chance.sample(names, chance.randint(0, min(2, len(names)))) for name in names}
        found = flow(*(stage(name, request("w", *before)) for name, before in requests.items()))
        waiting = dict(requests)
        while ready := [name for name, before in waiting.items() if not set(before) & waiting.keys()]:
            for name in ready:
                del waiting[name]
        assert bool(found.circles) == bool(waiting)
        for circle in found.circles:
            for (name, _), (before, _) in zip(circle, [*circle[1:], circle[0]], strict=True):
                assert before in requests[name]
