"""Answers of Kargo's own engine to expressions, and this engine's answers in the same world."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kargoui.core.expr import (
    ExpressionError,
    FreightPiece,
    Origin,
    Scope,
    StepMeta,
    evaluate,
    render,
)
from kargoui.core.expr.gojson import marshal
from kargoui.core.expr.run import Run
from kargoui.core.expr.values import AnyMap, type_name

HERE = Path(__file__).resolve().parents[1] / "vectors"
POSITION = re.compile(r"\s\((\d+):(\d+)\)$")


def vectors() -> Iterator[dict[str, Any]]:
    """The cases of EXPRESSION_VECTORS, else of tests/vectors/expressions.jsonl."""
    path = Path(os.environ.get("EXPRESSION_VECTORS") or HERE / "expressions.jsonl")
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def world() -> dict[str, Any]:
    """world.json beside the vectors, numbers as Go's encoding/json reads them."""
    given = Path(os.environ.get("EXPRESSION_VECTORS") or HERE / "x").parent / "world.json"
    path = given if given.exists() else HERE / "world.json"
    parsed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_int=float)
    return parsed


def _warehouse(name: str, given: Mapping[str, Any]) -> dict[str, object]:
    subscriptions: list[object] = [{"git": {"repoURL": url}} for url in given.get("git", ())]
    subscriptions += [{"image": {"repoURL": url}} for url in given.get("images", ())]
    subscriptions += [{"chart": {"repoURL": url, "name": chart}} for url, chart in given.get("charts", ())]
    return {"metadata": {"name": name, "namespace": "demo"}, "spec": {"subscriptions": subscriptions}}


def scope_of(case: Mapping[str, Any], world: Mapping[str, Any]) -> Scope:
    pieces = {}
    for slot in case["filled"]:
        given = world["freight"][slot]
        pieces[given["origin"]] = FreightPiece(
            Origin("Warehouse", given["origin"]),
            given["name"],
            commits=given.get("commits", ()),
            images=given.get("images", ()),
            charts=given.get("charts", ()),
        )
    return Scope(
        variables=world["env"],
        project="demo",
        requests=tuple(case["requests"]),
        warehouses={name: _warehouse(name, given) for name, given in world["warehouses"].items()},
        freight=pieces,
        alias=case["alias"],
        metas=tuple(
            StepMeta(meta["alias"], meta["status"], meta.get("continueOnError", False))
            for meta in case["metas"]
        ),
    )


def answer(case: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """What this engine says, in the vectors' form."""
    try:
        value = (render if case["kind"] == "template" else evaluate)(case["source"], scope)
        if isinstance(value, AnyMap):
            written = marshal(Run(scope), {str(key[1]): item for key, item in value.items()})
        else:
            written = marshal(Run(scope), value)
    except ExpressionError as error:
        return {"ok": False, "message": error.message, "position": (error.line, error.column)}
    except Exception as error:
        return {"ok": False, "message": getattr(error, "message", repr(error)), "position": (0, 0)}
    return {"ok": True, "value": json.loads(written), "type": type_name(value)}


def expected(case: Mapping[str, Any]) -> dict[str, Any]:
    given = case["expect"]
    if given["ok"]:
        return {"ok": True, "value": given["value"], "type": given.get("type")}
    first = given["error"].split("\n | ")[0]
    match = POSITION.search(first)
    position = (int(match[1]), int(match[2])) if match else (0, 0)
    return {"ok": False, "message": first[: match.start()] if match else first, "position": position}


def differs(case: Mapping[str, Any], world: Mapping[str, Any]) -> str:
    """How the answers differ; "" where they do not."""
    wanted, got = expected(case), answer(case, scope_of(case, world))
    if wanted["ok"] and not wanted["type"]:
        got.pop("type", None)
        wanted.pop("type")
    return "" if got == wanted else f"{case['id']} {case['source']!r}: wanted {wanted}, got {got}"
