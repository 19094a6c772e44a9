"""The step flow of a Stage or a PromotionTask, as the pages show it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kargoui.core.catalog import Catalog
from kargoui.core.manifest.path import Path, format_path
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.editor.guards import unwrapped
from kargoui.editor.step_lines import step_line
from kargoui.editor.step_values import StepValue, values_of

STEPS_OF: Mapping[str, Path] = {
    "Stage": ("spec", "promotionTemplate", "spec", "steps"),
    "PromotionTask": ("spec", "steps"),
}
VARS_OF: Mapping[str, Sequence[Path]] = {
    "Stage": (("spec", "vars"), ("spec", "promotionTemplate", "spec", "vars")),
    "PromotionTask": (("spec", "vars"),),
}

_LONGEST_INDEX = 9


@dataclass(frozen=True, slots=True)
class Var:
    """A variable with its value as written; `required`: a task's variable without a default.

    `path` leads to the value from the manifest, "" where that is no text. `key` names it by its content.
    """

    name: str
    value: str
    required: bool = False
    path: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step. `key` names it by its content, so that it is found again after others have moved."""

    index: int
    key: str
    uses: str = ""
    alias: str = ""
    line: str = ""
    summary: str = ""
    guard: str = ""
    third_party: bool = False
    deprecated: str = ""
    continues: bool = False
    vars: tuple[Var, ...] = ()
    values: tuple[StepValue, ...] = ()
    task: str = ""
    task_kind: str = ""
    missing: bool = False
    steps: tuple[StepCard, ...] = ()

    @property
    def title(self) -> str:
        return self.task or self.uses

    @property
    def name(self) -> str:
        """The step as it is announced."""
        return f"{self.title} {self.alias}".strip()


def at(data: object, path: Path) -> object:
    """What stands at `path`, None where nothing does."""
    for part in path:
        if isinstance(part, int):
            data = data[part] if isinstance(data, list) and part < len(data) else None
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
    return data


def keys(entries: Sequence[object]) -> list[str]:
    """A short name for each entry of a list by its content; equal ones are told apart by their order."""
    seen: Counter[str] = Counter()
    found = []
    for entry in entries:
        content = json.dumps(entry, sort_keys=True, default=str)
        digest = hashlib.sha256(content.encode()).hexdigest()[:10]
        seen[digest] += 1
        found.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return found


def find(entries: Sequence[object], index: int, key: str) -> int | None:
    """The index that the entry with `key` has now, where a page last saw it at `index`; None if it is gone.

    Without a key, as when somebody opens an address, the index counts.
    """
    if not key:
        return index if 0 <= index < len(entries) else None
    known = keys(entries)
    return known.index(key) if key in known else None


def index_of(typed: str) -> int | None:
    """The index that a form says; None for what is none. Python reads no number of thousands of digits."""
    return int(typed) if typed.isdecimal() and len(typed) <= _LONGEST_INDEX else None


def task_names(steps: object) -> list[str]:
    """The PromotionTasks of the project that steps reference, each once."""
    references = (mapping(step, "task") for step in items(steps))
    names = [text(task.get("name")) for task in references if task.get("kind") != "ClusterPromotionTask"]
    return [name for name in dict.fromkeys(names) if name]


def step_cards(steps: object, catalog: Catalog, tasks: Mapping[str, object]) -> tuple[StepCard, ...]:
    """The cards of a list of steps; `tasks` are the documents of the PromotionTasks it references."""
    entries = items(steps)
    return tuple(
        _card(index, key, mapping(entry), catalog, tasks)
        for index, (key, entry) in enumerate(zip(keys(entries), entries, strict=True))
    )


def _card(
    index: int, key: str, step: Mapping[object, object], catalog: Catalog, tasks: Mapping[str, object]
) -> StepCard:
    shared = {
        "alias": text(step.get("as")),
        "vars": variables(step.get("vars")),
        "values": values_of(step),
        "guard": guard_of(step),
    }
    reference = mapping(step, "task")
    if reference:
        name, kind = text(reference.get("name")), text(reference.get("kind"), "PromotionTask")
        document = tasks.get(name) if kind == "PromotionTask" else None
        return StepCard(
            index,
            key,
            **shared,  # type: ignore[arg-type]
            task=name,
            task_kind=kind,
            missing=document is None and kind == "PromotionTask",
            steps=step_cards(at(document, STEPS_OF["PromotionTask"]), catalog, {}),
        )
    uses = text(step.get("uses"))
    known = catalog.steps.get(uses)
    return StepCard(
        index,
        key,
        **shared,  # type: ignore[arg-type]
        uses=uses,
        line=step_line(uses, step.get("config")),
        summary=known.summary if known else "",
        third_party=known is None,
        deprecated=(known.deprecated or "") if known else "",
        continues=step.get("continueOnError") is True,
    )


def guard_of(step: object) -> str:
    """The step's `if` without `${{ }}`, "" for none."""
    guard = mapping(step).get("if")
    return "" if guard is None else unwrapped(guard) if isinstance(guard, str) else json.dumps(guard)


def variables(entries: object, path: Path = (), *, of_task: bool = False) -> tuple[Var, ...]:
    """The variables of a `vars` list, which stands at `path`."""
    return tuple(_variables(entries, path, of_task))


def _variables(entries: object, path: Path, of_task: bool) -> Iterator[Var]:
    listed = items(entries)
    for index, (key, entry) in enumerate(zip(keys(listed), map(mapping, listed), strict=True)):
        value = entry.get("value")
        written = "" if value is None else value if isinstance(value, str) else json.dumps(value)
        place = format_path((*path, index, "value")) if isinstance(value, str) else ""
        yield Var(text(entry.get("name")), written, of_task and not written, place, key)
