"""Promotions as Kargo's own engines ran them, line by line.

PROMOTION_VECTORS and PROMOTION_WORLDS name other files, PROMOTION_KARGO their version (1.11 if unset).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kargoui.core.simulate import Case, NotCreated, Outcome, Project, Trace, freight_piece, read_project, run

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
PROJECT = "demo"


def files() -> list[tuple[Path, Path, str]]:
    """The vectors, their worlds and the Kargo version that answered."""
    if "PROMOTION_VECTORS" in os.environ:
        worlds = os.environ.get("PROMOTION_WORLDS", VECTORS / "promotion-worlds.json")
        version = os.environ.get("PROMOTION_KARGO", "1.11")
        return [(Path(os.environ["PROMOTION_VECTORS"]), Path(worlds), version)]
    return [
        (VECTORS / "promotions.jsonl", VECTORS / "promotion-worlds.json", "1.11"),
        (VECTORS / "promotions-1.4.jsonl", VECTORS / "promotion-worlds-1.4.json", "1.4"),
    ]


def projects(path: Path) -> dict[str, Project]:
    worlds = json.loads(path.read_text(encoding="utf-8"))
    return {name: project_of(world) for name, world in worlds.items()}


def project_of(world: Mapping[str, Any]) -> Project:
    freight = {origin: freight_piece(origin, given, "wise-owl") for origin, given in world["freight"].items()}
    return read_project(PROJECT, world["documents"], freight)


def answer(project: Project, vector: Mapping[str, Any], version: str) -> dict[str, object]:
    """What the simulator says, in the form of the vectors."""
    outcomes, actor = outcomes_of(vector), vector["actor"]
    try:
        trace = run(project, vector["stage"], case_of(vector), version, outcomes, actor)
    except NotCreated as refusal:
        return {"error": str(refusal)}
    return shown(trace)


def case_of(vector: Mapping[str, Any]) -> Case:
    return Case(frozenset(vector["filled"]), vector["target"])


def outcomes_of(vector: Mapping[str, Any]) -> dict[str, Outcome]:
    return {
        alias: Outcome(given["status"], given.get("output"), given.get("message", ""))
        for alias, given in vector["outcomes"].items()
    }


def shown(trace: Trace) -> dict[str, object]:
    return {
        "configs": {step.alias: step.config for step in trace.steps if step.ran},
        "message": trace.message,
        "outputs": trace.outputs,
        "phase": trace.phase,
        "steps": [
            {"alias": step.alias, "message": step.message, "status": step.status} for step in trace.steps
        ],
    }


def differences(vectors: Path, worlds: Path, version: str) -> Iterator[str]:
    known = projects(worlds)
    for line in vectors.read_text(encoding="utf-8").splitlines():
        vector = json.loads(line)
        expected = vector["expect"]
        found = answer(known[vector["world"]], vector, version)
        for part in sorted({*expected, *found}):
            if canonical(expected.get(part)) != canonical(found.get(part)):
                where = f"{vector['id']} {vector['world']} {vector['stage']} {part}"
                yield f"{where}:\n  Kargo {expected.get(part)}\n  here  {found.get(part)}"


def canonical(value: object) -> str:
    """JSON, in which 1 and 1.0 are the same number, but 1 and true are not; nothing is null."""
    return json.dumps(_numbers(value), sort_keys=True)


def _numbers(value: object) -> object:
    if isinstance(value, dict):
        # a step that gave nothing leaves a nil map, which Go writes as null
        return None if type(value).__name__ == "NoOutput" else {k: _numbers(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@pytest.mark.conformance
@pytest.mark.parametrize(("vectors", "worlds", "version"), files(), ids=str)
def test_promotions_go_as_in_kargo(vectors: Path, worlds: Path, version: str) -> None:
    found = list(differences(vectors, worlds, version))
    assert not found, f"{len(found)} differences, the first are:\n" + "\n".join(found[:10])
