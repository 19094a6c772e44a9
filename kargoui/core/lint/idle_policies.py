"""Promotion policies that decide for no Stage, and the Stages that they select."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kargoui.core.lint.subjects import Manifest
from kargoui.core.pipeline import StageNode, auto_promotion

if TYPE_CHECKING:
    from kargoui.core.lint.context import Context


@dataclass(frozen=True, slots=True)
class IdlePolicy:
    """A policy in the list of its `owner`; `selected` are Stages for which an earlier one decides."""

    owner: Manifest
    index: int
    selected: tuple[StageNode, ...]


def idle_policies(context: Context) -> Iterator[IdlePolicy]:
    """Policies that could as well be absent. A policy that cannot be read is another rule's."""
    stages = [stage for stage in context.graph.stages.values() if not stage.missing]
    owner = policies_owner(context)
    if owner is None or not stages:
        return
    deciding = {context.automatic[stage.name].policy for stage in stages}
    for index, policy in enumerate(context.policies):
        if index in deciding:
            continue
        found = auto_promotion(stages, [policy])
        if not any(each.broken for each in found.values()):
            selected = (stage for stage in stages if found[stage.name].policy is not None)
            yield IdlePolicy(owner, index, tuple(selected))


def policies_owner(context: Context) -> Manifest | None:
    """The manifest whose policies hold; None where there are none."""
    owners = (each for each in context.of_kind("ProjectConfig", "Project"))
    return next((each for each in owners if each.at(("spec", "promotionPolicies")) is context.policies), None)
