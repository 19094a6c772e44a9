"""All cases of a Stage at once give what one promotion after the other gives."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from kargoui.core.simulate import (
    Case,
    CaseOutcome,
    NotCreated,
    Outcome,
    Project,
    StepOutcome,
    cases,
    foreseen,
    plan,
    run,
)
from tests.bench.cases import read, shapes, wide_stage
from tests.conformance.test_promotions import project_of

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def one_by_one(
    project: Project, stage: str, version: str, pinned: Mapping[str, Outcome]
) -> Iterator[CaseOutcome]:
    """The cases as `run` has them, in the order in which `cases` lists them."""
    planned = plan(project, stage, version)
    origins = tuple(dict.fromkeys(planned.requests))
    outcomes = {**foreseen(planned), **pinned}
    for size in range(1, len(origins) + 1):
        for filled in combinations(origins, size):
            for target in filled:
                case = Case(frozenset(filled), target)
                trace = run(project, stage, case, version, outcomes)
                steps = tuple(StepOutcome(step.alias, step.status, step.message) for step in trace.steps)
                yield CaseOutcome(case, trace.phase, trace.message, trace.step, steps)


def worlds(name: str) -> list[tuple[str, Project]]:
    found = json.loads((VECTORS / name).read_text(encoding="utf-8"))
    return [(world, project_of(given)) for world, given in found.items()]


def compare(project: Project, version: str, pinned: Mapping[str, Outcome], where: str) -> int:
    """How many cases were compared."""
    count = 0
    for stage in project.stages:
        found = cases(project, stage, version, pinned)
        if found.refusal:
            with pytest.raises(NotCreated, match=re.escape(found.refusal)):
                plan(project, stage, version)
            continue
        expected = list(one_by_one(project, stage, version, pinned))
        for one, other in zip(found, expected, strict=True):
            assert replace(one, reachable=True) == other, f"{where} {stage} {version} {other.case}"
        assert found.count == len(expected)
        assert found.failing == sum(each.phase != "Succeeded" for each in expected)
        for group in found.groups:
            inside = [
                each.case
                for each in expected
                if (each.phase, each.message, each.step) == (group.phase, group.message, group.step)
            ]
            assert len(inside) == group.count
            assert len(group.smallest.filled) == min(len(case.filled) for case in inside)
            assert group.filled == frozenset.intersection(*(case.filled for case in inside))
        count += len(expected)
    return count


@pytest.mark.parametrize(
    ("name", "versions"),
    [("promotion-worlds.json", ("1.11", "1.6")), ("promotion-worlds-1.4.json", ("1.4",))],
)
def test_all_cases_at_once_are_all_promotions_one_by_one(name: str, versions: tuple[str, ...]) -> None:
    compared = sum(
        compare(project, version, {}, world) for world, project in worlds(name) for version in versions
    )
    assert compared > 500


@pytest.mark.parametrize("status", ["Failed", "Skipped", "Errored"])
def test_so_they_are_when_somebody_chooses_how_a_step_ends(status: str) -> None:
    for world, project in worlds("promotion-worlds.json")[::3]:
        for stage in project.stages:
            try:
                aliases = [step.alias for step in plan(project, stage, "1.11").steps]
            except NotCreated:
                continue
            pinned = {alias: Outcome(status, message="chosen") for alias in aliases[::2]}
            compare(project, "1.11", pinned, world)


@pytest.mark.parametrize("shape", shapes())
def test_sixteen_slots_are_answered_exactly(shape: str) -> None:
    project = read(wide_stage(shapes()[shape]))
    found = cases(project, "wide", "1.11")
    outcomes = foreseen(plan(project, "wide", "1.11"))
    chance = random.Random(shape)  # noqa: S311
    for _ in range(40):
        filled = [origin for origin in found.origins if chance.random() < chance.random()] or ["images-3"]
        case = Case(frozenset(filled), chance.choice(filled))
        trace = run(project, "wide", case, "1.11", outcomes)
        assert [(step.alias, step.status, step.message) for step in trace.steps] == [
            (step.alias, step.status, step.message) for step in found.outcome(case).steps
        ]
        assert (found.outcome(case).phase, found.outcome(case).step) == (trace.phase, trace.step)


def test_more_slots_are_refused_in_words() -> None:
    documents = wide_stage(shapes()["one message"])
    requests = documents[-1]["spec"]["requestedFreight"]
    requests += [{"origin": {"kind": "Warehouse", "name": "more"}, "sources": {"direct": True}}]
    assert "17 origins" in cases(read(documents), "wide", "1.11").refusal
