"""What steps give that nobody has run: the outputs that a Kargo version documents, with values unknown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kargoui.core.catalog import Field, catalog
from kargoui.core.expr import Unknown
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.trace import Outcome


def foreseen(plan: Plan) -> dict[str, Outcome]:
    """The outcome of each step by alias: it succeeds, and what it gives is Unknown, field by field."""
    return {step.alias: foreseen_outcome(step, plan.version) for step in plan.steps}


def foreseen_outcome(step: PlannedStep, version: str) -> Outcome:
    """The same of one step."""
    return Outcome(output=foreseen_output(step, version))


def foreseen_output(step: PlannedStep, version: str) -> Mapping[str, object] | Unknown | None:
    """What a step gives: names with Unknown values; Unknown where the names are not known either."""
    kind = catalog(version).steps.get(step.uses)
    if kind is None or (not kind.outputs and not kind.open_outputs):
        return None
    if kind.open_outputs:
        name, chosen = f"outputs.{step.alias}", _chosen(step)
        return Unknown(name) if chosen is None else {each: Unknown(f"{name}.{each}") for each in chosen}
    return _documented(step.uses, version, step.alias)


@lru_cache(maxsize=1024)
def _documented(uses: str, version: str, alias: str) -> Mapping[str, object]:
    outputs = catalog(version).steps[uses].outputs
    return {each: _value(f"outputs.{alias}.{each}", field) for each, field in outputs.items()}


def _value(name: str, field: Field) -> object:
    if field.type == "object" and field.fields:
        return {each: _value(f"{name}.{each}", child) for each, child in field.fields.items()}
    return Unknown(name)


def _chosen(step: PlannedStep) -> list[str] | None:
    """The outputs that a config names itself, as those of http and yaml-parse do; None where that is open."""
    config = mapping(step.config.source) if step.config is not None else {}
    if not isinstance(config.get("outputs", []), list):
        return None
    names = [text(mapping(entry).get("name")) for entry in items(config.get("outputs"))]
    return None if any(not name or "${{" in name or "${%" in name for name in names) else names
