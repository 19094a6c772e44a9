"""What rules are asked about: manifests, and the steps, expressions and subscriptions in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kargoui.core.manifest.document import Document
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping, text

STEPS: Final[Mapping[str, Path]] = {
    "Stage": ("spec", "promotionTemplate", "spec", "steps"),
    "PromotionTask": ("spec", "steps"),
    "ClusterPromotionTask": ("spec", "steps"),
}
VARS: Final[Mapping[str, tuple[Path, ...]]] = {
    "Stage": (("spec", "vars"), ("spec", "promotionTemplate", "spec", "vars")),
    "PromotionTask": (("spec", "vars"),),
    "ClusterPromotionTask": (("spec", "vars"),),
}


@dataclass(frozen=True, eq=False)
class Manifest:
    """One manifest of Kargo's. `path` leads to it in its document: () but for the items of a List."""

    kind: str
    name: str
    data: Mapping[object, object]
    document: Document
    path: Path = ()

    @property
    def namespace(self) -> str:
        """As written, "" for none."""
        return text(mapping(self.data, "metadata").get("namespace"))

    def at(self, path: Path) -> object:
        """What stands at a path, None where nothing does."""
        value: object = self.data
        for part in path:
            if isinstance(part, int):
                value = value[part] if isinstance(value, list) and part < len(value) else None
            else:
                value = value.get(part) if isinstance(value, Mapping) else None
        return value

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The promotion steps of a Stage or a task."""
        place = STEPS.get(self.kind)
        listed = items(self.at(place)) if place else []
        return tuple(
            Step(self, (*place, index), index, mapping(body))  # type: ignore[misc]
            for index, body in enumerate(listed)
        )

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """Every text with an expression in it that a promotion evaluates: of variables, then of the steps."""
        found = [
            Expression(self, None, (*path, index, "value"), value, "vars")
            for path in VARS.get(self.kind, ())
            for index, variable in enumerate(map(mapping, items(self.at(path))))
            if _has_expression(value := text(variable.get("value")))
        ]
        return (*found, *(each for step in self.steps for each in step.expressions))


@dataclass(frozen=True, eq=False)
class Step:
    """One promotion step; `body` is it as written."""

    manifest: Manifest
    path: Path
    index: int
    body: Mapping[object, object]

    @cached_property
    def uses(self) -> str:
        return text(self.body.get("uses"))

    @cached_property
    def guard(self) -> str:
        """The `if` as written, "" for none."""
        return text(self.body.get("if"))

    @cached_property
    def alias(self) -> str:
        """The alias in its template or task, as Kargo 1.5 and later number those that have none."""
        word = "task" if mapping(self.body, "task") else "step"
        return text(self.body.get("as"), f"{word}-{self.index + 1}")

    @cached_property
    def task(self) -> tuple[str, str] | None:
        """Kind and name of the task that the step references; None for any other step."""
        reference = mapping(self.body, "task")
        name = text(reference.get("name"))
        return (text(reference.get("kind"), "PromotionTask"), name) if name else None

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """Its texts with expressions: `if`, variables, config."""
        guard = self.guard
        found = [(guard, (*self.path, "if"), "if")] if _has_expression(guard) else []
        for index, variable in enumerate(map(mapping, items(self.body.get("vars")))):
            value = text(variable.get("value"))
            if _has_expression(value):
                found.append((value, (*self.path, "vars", index, "value"), "step-vars"))
        texts: list[tuple[str, Path]] = []
        _collect(self.body.get("config"), (*self.path, "config"), texts)
        found += [(value, path, "config") for value, path in texts]
        return tuple(Expression(self.manifest, self, path, value, where) for value, path, where in found)


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A text with expressions in it; `where` is "if", "config", "vars" or "step-vars"."""

    manifest: Manifest
    step: Step | None
    path: Path
    text: str
    where: str


def manifests_of(document: Document) -> Iterator[Manifest]:
    """Kargo's manifests in a document."""
    for path, member in document.members():
        if member.is_kargo and isinstance(member.data, Mapping):
            yield Manifest(member.kind, member.name, member.data, document, path)


def _collect(value: object, path: Path, found: list[tuple[str, Path]]) -> None:
    """Add the texts with expressions at and below a value."""
    if isinstance(value, str):
        if _has_expression(value):
            found.append((value, path))
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(item, str) or _has_expression(item):
                _collect(item, (*path, str(key)), found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if not isinstance(item, str) or _has_expression(item):
                _collect(item, (*path, index), found)


def _has_expression(value: str) -> bool:
    return "${{" in value or "${%" in value
