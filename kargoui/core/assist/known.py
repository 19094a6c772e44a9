"""What an expression can name where it stands: a tree of names, each with its value or what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from kargoui.core.assist.shown import shown
from kargoui.core.catalog import Catalog, Field, Name, catalog
from kargoui.core.expr import Scope, Unknown
from kargoui.core.simulate.plan import PlannedStep
from kargoui.core.simulate.project import Manifest
from kargoui.core.simulate.templates import Where
from kargoui.core.simulate.viewpoint import output_names

_SHORT: Final = 60
_NOTHING: Final[Mapping[str, Entry]] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One name. `kind` is context, variable, output or field, `detail` its value or type."""

    kind: str
    detail: str = ""
    about: str = ""
    parts: Mapping[str, Entry] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True)
class Place:
    """Where somebody writes: in an `if`, a config or a variable, of which step, in which case.

    `scope` is None where that is not known; `error` then says why. `task` is the alias of the task that the
    step belongs to.
    """

    version: str
    where: Where
    error: str = ""
    scope: Scope | None = None
    requests: tuple[str, ...] = ()
    warehouses: Mapping[str, Manifest] = field(default_factory=dict)
    earlier: tuple[PlannedStep, ...] = ()
    task: str = ""
    variables: tuple[str, ...] = ()

    @cached_property
    def catalog(self) -> Catalog:
        return catalog(self.version)

    @cached_property
    def names(self) -> dict[str, Entry]:
        """The names that an expression can begin with, as a tree."""
        tree: dict[str, Entry] = {}
        for name in self.catalog.names.values():
            if allowed(name.where, self.where):
                _add(tree, name.name.split("."), self._entry(name))
        if not self.task:
            tree.pop("task", None)
        return tree

    def nearby(self) -> Iterator[tuple[str, PlannedStep]]:
        """The steps before this one that share its namespace, by the alias that they have there."""
        for step in self.earlier:
            if step.task == self.task:
                yield (step.alias.partition("::")[2] if step.task else step.alias), step

    def _entry(self, name: Name) -> Entry:
        parts: Mapping[str, Entry] = _NOTHING
        kind, detail = "context", name.type
        if name.name == "vars":
            parts = {each: Entry("variable", self._value("vars", each)) for each in self._variable_names()}
        elif name.name == "outputs":
            parts = self._outputs((step.alias, step) for step in self.earlier)
        elif name.name == "task.outputs":
            parts = self._outputs(self.nearby())
        elif name.name == "stepMetas":
            fields = _fields(self.catalog.results["StepExecutionMetadata"].fields)
            parts = {step.alias: Entry("output", step.uses, parts=fields) for step in self.earlier}
        else:
            detail = self._value(*name.name.split(".")) or name.type
        return Entry(kind, detail, name.summary, parts)

    def _variable_names(self) -> Iterable[str]:
        known = self.scope.variables.get("vars") if self.scope is not None else None
        return known if isinstance(known, Mapping) else dict.fromkeys(self.variables)

    def _value(self, *path: str) -> str:
        found: object = self.scope.variables if self.scope is not None else {}
        for part in path:
            if not isinstance(found, Mapping) or part not in found:
                return ""
            found = found[part]
        return "" if isinstance(found, Unknown | Mapping) else shown(found, _SHORT)

    def _outputs(self, steps: Iterable[tuple[str, PlannedStep]]) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for alias, step in steps:
            kind = self.catalog.steps.get(step.uses)
            known = _fields(kind.outputs) if kind is not None else {}
            parts = {name: known.get(name, Entry("field")) for name in output_names(step, self.version)}
            found[alias] = Entry("output", step.uses, kind.summary if kind else "", parts)
            if step.task and step.task != self.task and step.uses == "compose-output":
                of_task = found.get(step.task, Entry("output", "task"))
                found[step.task] = Entry("output", of_task.detail, parts={**of_task.parts, **parts})
        return found


def allowed(where: str, place: Where) -> bool:
    """Whether what the catalog says works in these places works in this one."""
    words = where.split()
    return place in words or "anywhere" in words


def _fields(fields: Mapping[str, Field]) -> dict[str, Entry]:
    return {name: Entry("field", each.type, each.note, _fields(each.fields)) for name, each in fields.items()}


def _add(tree: dict[str, Entry], path: list[str], entry: Entry) -> None:
    """Hangs an entry into the tree, with plain entries for what its path goes through."""
    name, rest = path[0], path[1:]
    if not rest:
        tree[name] = entry
        return
    above = tree.get(name, Entry("context", "object"))
    parts = dict(above.parts)
    _add(parts, rest, entry)
    tree[name] = Entry(above.kind, above.detail, above.about, parts)
