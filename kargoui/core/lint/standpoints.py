"""What is known where an expression stands: the names that it can read there, and what is foreseen of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from kargoui.core.catalog import Field
from kargoui.core.expr.foresight import Foresight, foresee
from kargoui.core.expr.names import OPEN, Names, names_of, output_of
from kargoui.core.expr.reads import template_reads
from kargoui.core.lint import variables
from kargoui.core.lint.context import Context
from kargoui.core.lint.runs import runs
from kargoui.core.lint.subjects import Expression, Manifest, Step
from kargoui.core.pipeline.reading import mapping
from kargoui.core.remembered import Remembered

Fields = Mapping[str, Field]
Aliases = dict[str, tuple[int, Field]]  # with the index of the step that has it
_SEPARATOR: Final = "::"
_SCALARS: Final = ("string", "boolean", "number")
_ASKS_FOR_VALUES: Final = re.compile(r"[=!?&|]|\b(?:in|and|or|not|if|get|let)\b")
_UNKNOWN: Final = Field("object", open=True)


@dataclass(slots=True)
class _Given:
    """What Stages give the steps of a task: by name, the different variables (by identity), and outputs.

    The outputs are None where some are not known.
    """

    seen: dict[str, dict[int, Field]]
    outputs: Fields | None

    def add(self, other: _Given) -> None:
        """What more Stages give; an output that is different there is one of which nothing is known."""
        for name, fields in other.seen.items():
            self.seen.setdefault(name, {}).update(fields)
        if self.outputs is None or other.outputs is None:
            self.outputs = None
            return
        own = self.outputs
        self.outputs = {
            **own,
            **{
                alias: field if own.get(alias, field) == field else _UNKNOWN
                for alias, field in other.outputs.items()
            },
        }


# What one edit leaves as it was for most manifests; by the manifests, steps and catalog that it comes from.
_outputs: Remembered[Field] = Remembered(8192)
_aliases: Remembered[Aliases | None] = Remembered(8192)
_blocks: Remembered[_Given] = Remembered(1024)
_BLOCK: Final = 32  # references to a task, of which an edit of a Stage leaves all but one block as they were


class Standpoints:
    """The standpoints of a project's expressions; made once for a context."""

    def __init__(self, context: Context) -> None:
        # not the context itself, which would then be kept by what is kept for it
        self._manifests, self._catalog, self.version = context.manifests, context.catalog, context.version
        self._runs = runs(context)
        self._tasks = tuple(context.of_kind("PromotionTask", "ClusterPromotionTask"))
        self._around: dict[Manifest, tuple[Fields | None, Fields | None]] = {}
        self._said: dict[object, tuple[Foresight, ...]] = {}
        self._found: dict[Manifest, list[tuple[Expression, tuple[Foresight, ...]]]] = {}
        self._own: dict[Manifest, Fields] = {}
        self._before: dict[Step, Fields | None] = {}

    def foreseen(self, manifest: Manifest) -> list[tuple[Expression, tuple[Foresight, ...]]]:
        """The expressions of a manifest of which something is to be said."""
        found = self._found.get(manifest)
        if found is None:
            each = ((expression, self._of(expression)) for expression in manifest.expressions)
            found = self._found[manifest] = [(expression, said) for expression, said in each if said]
        return found

    def place(self, expression: Expression) -> str:
        """Where Kargo evaluates it: the variables of a task are evaluated for each of its steps."""
        in_task = expression.manifest.kind != "Stage" and expression.where == "vars"
        return "step-vars" if in_task else expression.where

    def aliases(self, manifest: Manifest) -> Aliases | None:
        """All aliases of a Stage's promotions or of a task's steps; None where a task is not known."""
        tasks = [self._manifests.get(step.task) for step in manifest.steps if step.task is not None]
        return _aliases.of((self._catalog, manifest, *tasks), self._read_aliases, manifest)

    def variable(self, expression: Expression, name: str) -> Field | None:
        """What is known of one variable where an expression stands."""
        known = self._parts(expression, only_vars=True)[0]
        return known.get(name) if known is not None else None

    def names(self, expression: Expression) -> Names:
        """The names that can be read where an expression stands."""
        where = self.place(expression)
        known, outputs, inner, metas = self._parts(expression)
        aliases = None if metas is None else list(metas)
        names = names_of(self.version, where, vars=known, outputs=outputs, task_outputs=inner, metas=aliases)
        if self._is_shared(expression):
            return Names({**names.known, "task": OPEN})
        return names

    def _of(self, expression: Expression) -> tuple[Foresight, ...]:
        where = self.place(expression)
        key = self._key(expression, where)
        if key is None:
            return foresee(expression.text, self.names(expression), self.version, where)
        if key not in self._said:
            self._said[key] = foresee(expression.text, self.names(expression), self.version, where)
        return self._said[key]

    def _key(self, expression: Expression, where: str) -> object:
        """What decides what is said; None where that is more than the names that are read."""
        given: list[object] = [expression.text, where, expression.manifest.kind == "Stage"]
        paths = template_reads(expression.text, self.version, where).names
        if all(path[0] == "ctx" for path in paths):
            return tuple(given)
        only_vars = all(path[0] in ("vars", "ctx") for path in paths)
        known, outputs, inner, metas = self._parts(expression, only_vars=only_vars)
        by_value = where == "if" or bool(_ASKS_FOR_VALUES.search(expression.text))
        for path in sorted(paths):
            of: Fields | None = None
            rest = path[1:]
            if path[0] == "vars":
                of = known
            elif path[0] == "outputs":
                of = outputs
            elif path[0] == "stepMetas":
                of = metas
            elif path[:2] == ("task", "outputs"):
                of, rest = inner, path[2:]
            elif path[0] == "ctx":
                continue
            else:
                return None
            if of is None:
                given.append(path)
            elif not rest or rest[0] not in of:
                return None
            else:
                given.append((path, 0 if of is metas else _known(of[rest[0]], by_value=by_value)))
        return tuple(given)

    def _is_shared(self, expression: Expression) -> bool:
        """Whether it is a variable that each step of a task evaluates for itself."""
        step = expression.step
        if step is None:
            return expression.manifest.kind != "Stage"
        return step.task is not None

    def _parts(
        self, expression: Expression, *, only_vars: bool = False
    ) -> tuple[Fields | None, Fields | None, Fields | None, Fields | None]:
        """Variables, outputs, outputs of the task, aliases in stepMetas; None where they are not known.

        With `only_vars` the others are not looked for.
        """
        step, manifest = expression.step, expression.manifest
        if self._is_shared(expression):
            return None, None, None, None
        if step is None:
            return self._promotion_variables(expression), {}, None, {}
        known = self._vars(manifest)
        own = variables.written(step.body.get("vars")) if "vars" in step.body else []
        if own and known is not None:
            upto = expression.path[len(step.path) + 1] if expression.where == "step-vars" else len(own)
            assert isinstance(upto, int)  # noqa: S101 - for mypy: the index of a variable
            known = {**known, **self._fields(own[:upto])}
        if only_vars:
            return known, None, None, None
        earlier = self._earlier(manifest, step)
        if manifest.kind == "Stage":
            return known, earlier, None, self._metas(manifest, step)
        return known, self._around[manifest][1], earlier, None

    def _vars(self, manifest: Manifest) -> Fields | None:
        """The variables that all steps of a Stage or of a task can read."""
        if manifest.kind == "Stage":
            if manifest not in self._own:
                self._own[manifest] = self._fields(variables.of_manifest(manifest))
            return self._own[manifest]
        if manifest not in self._around:
            self._around[manifest] = self._around_task(manifest)
        return self._around[manifest][0]

    def _promotion_variables(self, expression: Expression) -> Fields:
        before = []
        for path, name, value in variables.placed(expression.manifest):
            if expression.path[: len(path)] == path:
                break
            before.append((name, value))
        return self._fields(before)

    def _fields(self, written: Iterable[variables.Variable]) -> dict[str, Field]:
        return {name: variables.field_of(value, self.version) for name, value in written}

    def _around_task(self, task: Manifest) -> tuple[Fields | None, Fields | None]:
        """Variables and outputs that some Stage gives the steps of a task."""
        references = self._runs.references.get((task.kind, task.name), [])
        if not references:
            return None, None
        given = _Given({}, {})
        for start in range(0, len(references), _BLOCK):
            block = references[start : start + _BLOCK]
            sources = (self._catalog, *self._tasks, task, *block)
            given.add(_blocks.of(sources, self._given_by, task, block))
        return {name: variables.merged(fields.values()) for name, fields in given.seen.items()}, given.outputs

    def _given_by(self, task: Manifest, references: Sequence[Step]) -> _Given:
        """What some references give the steps of a task."""
        given = _Given({}, {})
        for reference in references:
            stage = reference.manifest
            seen = self._fields(variables.of_run(variables.of_manifest(stage), task, reference).items())
            fields = {name: {id(field): field} for name, field in seen.items()}
            given.add(_Given(fields, self._earlier(stage, reference)))
        return given

    def _earlier(self, manifest: Manifest, step: Step) -> Fields | None:
        if step not in self._before:
            aliases = self.aliases(manifest)
            self._before[step] = (
                None
                if aliases is None
                else {alias: field for alias, (index, field) in aliases.items() if index < step.index}
            )
        return self._before[step]

    def _metas(self, manifest: Manifest, step: Step) -> Fields | None:
        earlier = self._earlier(manifest, step)
        return None if earlier is None else {**earlier, step.alias: _UNKNOWN}

    def _read_aliases(self, manifest: Manifest) -> Aliases | None:
        found: Aliases = {}
        for step in manifest.steps:
            if step.task is None:
                found.setdefault(step.alias, (step.index, self._output(step)))
                continue
            task = self._manifests.get(step.task)
            inner = self.aliases(task) if task is not None and task.kind != "Stage" else None
            if task is None or inner is None:
                return None
            for alias, (_, field) in inner.items():
                found.setdefault(f"{step.alias}{_SEPARATOR}{alias}", (step.index, field))
            if any(each.uses == "compose-output" for each in task.steps):
                whole = _outputs.of((self._catalog, task), self._of_task, task)
                found.setdefault(step.alias, (step.index, whole))
        return found

    def _of_task(self, task: Manifest) -> Field:
        """What the compose-output steps of a task leave under its own alias."""
        fields: dict[str, Field] = {}
        for step in task.steps:
            if step.uses == "compose-output":
                fields |= self._output(step).fields
        return Field("object", fields=fields)

    def _output(self, step: Step) -> Field:
        kind = self._catalog.steps.get(step.uses)
        if kind is None or not kind.open_outputs:
            return _output_of_kind(self.version, step.uses)
        given = {str(name): value for name, value in mapping(step.body.get("config")).items()}
        return _outputs.of((self._catalog, step), output_of, self.version, step.uses, given)


@lru_cache(maxsize=512)
def _output_of_kind(version: str, uses: str) -> Field:
    return output_of(version, uses, {})


def _known(field: Field, *, by_value: bool) -> object:
    """What decides what is said of something that is read."""
    plain = field.type in _SCALARS and field.required and not field.nullable and not by_value
    return field.type if plain else id(field)


_KNOWN: WeakKeyDictionary[Context, Standpoints] = WeakKeyDictionary()


def standpoints(context: Context) -> Standpoints:
    """The standpoints of a context's project."""
    found = _KNOWN.get(context)
    if found is None:
        found = _KNOWN[context] = Standpoints(context)
    return found
