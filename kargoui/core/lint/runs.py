"""Which Stages run a step, and how it ends in all their cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from kargoui.core.lint.context import Context
from kargoui.core.lint.subjects import Manifest, Step

Split = list[tuple[int, tuple[str, str]]]  # sets of cases, each with status and message
Named = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One way to a step: a Stage's own, or through the Stage's `reference` to the step's task.

    `alias` is the whole one that the step has in the Stage's promotions.
    """

    stage: Manifest
    alias: str
    reference: Step | None = None


class Runs:
    """The runs of a project's steps, and their statuses; made once for a context."""

    def __init__(self, context: Context) -> None:
        self.references: dict[Named, list[Step]] = {}
        for stage in context.of_kind("Stage"):
            for step in stage.steps:
                if step.task is not None:
                    self.references.setdefault(step.task, []).append(step)
        self._splits: dict[str, Mapping[str, Split]] = {}
        self._well: dict[str, Mapping[str, int]] = {}

    def of(self, step: Step) -> list[Run]:
        """All runs of a step, in the order of the Stages."""
        manifest = step.manifest
        if manifest.kind == "Stage":
            return [Run(manifest, step.alias)]
        referencing = self.references.get((manifest.kind, manifest.name), ())
        return [Run(each.manifest, f"{each.alias}::{step.alias}", each) for each in referencing]

    def split(self, run: Run, context: Context) -> Split:
        """How the step ends in which cases; nothing where no promotion gets there."""
        return self._read(run.stage.name, context).get(run.alias, [])

    def well_before(self, run: Run, context: Context) -> int:
        """The cases in which every step before has run well or was skipped: success() is true."""
        self._read(run.stage.name, context)
        return self._well[run.stage.name].get(run.alias, 0)

    def _read(self, stage: str, context: Context) -> Mapping[str, Split]:
        known = self._splits.get(stage)
        if known is not None:
            return known
        cases = context.cases.get(stage)
        splits: dict[str, Split] = {}
        before: dict[str, int] = {}
        if cases is not None and cases.universe is not None:
            well = cases.universe.all
            for alias, split in cases.promotions.steps:
                splits[alias], before[alias] = split, well
                for mask, (status, _) in split:
                    if status not in ("Succeeded", "Skipped"):
                        well &= ~mask
        self._splits[stage], self._well[stage] = splits, before
        return splits


_KNOWN: WeakKeyDictionary[Context, Runs] = WeakKeyDictionary()


def runs(context: Context) -> Runs:
    """The runs of a context's project."""
    found = _KNOWN.get(context)
    if found is None:
        found = _KNOWN[context] = Runs(context)
    return found


def having(split: Split, *statuses: str) -> int:
    """The cases in which a step ends in one of these ways."""
    found = 0
    for mask, (status, _) in split:
        if status in statuses:
            found |= mask
    return found
