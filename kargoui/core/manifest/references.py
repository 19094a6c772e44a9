"""Which manifests a manifest names, which of those are not there, and which names are taken twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from kargoui.core.manifest.document import Document
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.places import Places, positioned
from kargoui.core.manifest.problems import Problem
from kargoui.core.sentence import Sentence, gettext_noop

CLUSTER_TASK: Final = "ClusterPromotionTask"  # belongs to the cluster, so no project needs to have it
_DANGLING: Final = gettext_noop("There is no %(kind)s %(name)s here. Create it, or correct the name.")
_TWICE: Final = gettext_noop(
    "There is a %(kind)s %(name)s already: %(file)s, line %(line)s. Rename or remove one of them."
)
_TWICE_HERE: Final = gettext_noop(
    "There is a %(kind)s %(name)s already, on line %(line)s. Rename or remove one of them."
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a manifest that names another one: a Warehouse, a Stage or a task of some kind."""

    path: Path
    kind: str
    name: str


def references(data: object) -> list[Reference]:
    """The manifests that a Stage names, each with the place where it does; other kinds name none."""
    if not isinstance(data, dict) or data.get("kind") != "Stage":
        return []
    spec = data.get("spec")
    if not isinstance(spec, dict):
        return []
    found: list[Reference] = []
    for index, request in _entries(spec.get("requestedFreight")):
        path: Path = ("spec", "requestedFreight", index)
        origin = request.get("origin")
        if isinstance(origin, dict):
            kind = origin.get("kind") or "Warehouse"
            found += _reference((*path, "origin", "name"), kind, origin.get("name"))
        sources = request.get("sources")
        stages = sources.get("stages") if isinstance(sources, dict) else None
        for number, stage in enumerate(stages if isinstance(stages, list) else ()):
            found += _reference((*path, "sources", "stages", number), "Stage", stage)
    return found + list(_tasks(spec))


def _tasks(spec: dict[str, Any]) -> Iterator[Reference]:
    template = spec.get("promotionTemplate")
    inner = template.get("spec") if isinstance(template, dict) else None
    for index, step in _entries(inner.get("steps") if isinstance(inner, dict) else None):
        task = step.get("task")
        if isinstance(task, dict):
            path = ("spec", "promotionTemplate", "spec", "steps", index, "task", "name")
            yield from _reference(path, task.get("kind") or "PromotionTask", task.get("name"))


def _entries(items: object) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _reference(path: Path, kind: object, name: object) -> list[Reference]:
    return [Reference(path, kind, name)] if isinstance(kind, str) and isinstance(name, str) else []


def dangling(documents: Iterable[Document], namespace: str = "") -> list[Problem]:
    """References to Warehouses, Stages and PromotionTasks that are not among the documents, with places.

    What counts is the same namespace; `namespace` is that of manifests which name none. A
    ClusterPromotionTask belongs to the cluster and need not be here.
    """
    members = [(document, document.members()) for document in documents]
    there = {
        (member.kind, member.namespace or namespace, member.name)
        for _, inside in members
        for _, member in inside
        if member.is_kargo
    }
    found: list[Problem] = []
    for document, inside in members:
        missing: list[Problem] = []
        for path, member in inside:
            space = member.namespace or namespace
            missing += (
                _dangling(reference, path, member)
                for reference in (references(member.data) if member.is_kargo else ())
                if reference.kind != CLUSTER_TASK and (reference.kind, space, reference.name) not in there
            )
        found += positioned(document, missing)
    return found


def _dangling(reference: Reference, path: Path, member: Document) -> Problem:
    sentence = not_there(reference.kind, reference.name)
    place = (*path, *reference.path)
    return Problem("dangling-reference", place, sentence, kind=member.kind, name=member.name)


def not_there(kind: str, name: str) -> Sentence:
    """That what a manifest names is not there."""
    return Sentence(_DANGLING, {"kind": kind, "name": name})


def duplicates(documents: Iterable[Document], namespace: str = "") -> list[Problem]:
    """Manifests that have the kind and name of an earlier one, with their places."""
    first: dict[tuple[str, str, str, str], tuple[Path, Document]] = {}
    found: list[Problem] = []
    for document in documents:
        for path, member in document.members():
            if not member.kind or not member.name:
                continue
            group = member.api_version.rpartition("/")[0]
            key = (group, member.kind, member.namespace or namespace, member.name)
            before = first.setdefault(key, (path, member))
            if before[1] is not member:
                found += positioned(document, [_twice(path, member, *before)])
    return found


def _twice(path: Path, member: Document, path_before: Path, before: Document) -> Problem:
    line, _ = Places(before.text).of((*path_before, "kind"))
    params: dict[str, object] = {"kind": member.kind, "name": member.name, "line": before.line + line}
    if before.file == member.file:
        sentence = Sentence(_TWICE_HERE, params)
    else:
        sentence = Sentence(_TWICE, {**params, "file": before.file})
    place = (*path, "metadata", "name")
    return Problem("duplicate-name", place, sentence, kind=member.kind, name=member.name)
