"""The list of projects: what is in each, in one query however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kargoui.accounts.models import User
from kargoui.pipelines import access
from kargoui.pipelines.models import (
    MODEL_OF_KIND,
    Draft,
    Edit,
    OtherManifest,
    Revision,
    Stage,
    Warehouse,
)


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project in the list. `flawed` counts manifests that have problems of their own."""

    name: str
    kargo_version: str
    stages: int
    warehouses: int
    manifests: int
    flawed: int
    edits: int
    changed: datetime
    changed_by: str


def projects_of(user: User) -> list[ProjectRow]:
    """The projects that `user` may see, by name; edits are those of the user's own open draft."""
    last = Revision.objects.filter(project=OuterRef("pk")).order_by("-number")
    edits = Edit.objects.filter(
        undone=False,
        draft__state=Draft.State.OPEN,
        draft__owner=user,
        draft__project=OuterRef("pk"),
    )
    kinds: list[type[Any]] = [*MODEL_OF_KIND.values(), OtherManifest]
    rows: QuerySet[Any] = access.projects_of(user).annotate(
        stages=_count(_in_project(Stage)),
        warehouses=_count(_in_project(Warehouse)),
        manifests=reduce(add, (_count(_in_project(kind)) for kind in kinds)),
        flawed=reduce(add, (_count(_in_project(kind).exclude(problems=[])) for kind in kinds)),
        edits=_count(edits, "draft__project"),
        changed=Coalesce(Subquery(last.values("created")[:1]), F("created")),
        changed_by=Subquery(last.values("author__username")[:1]),
    )
    return [_row(project) for project in rows]


def _row(project: Any) -> ProjectRow:
    return ProjectRow(
        name=project.name,
        kargo_version=project.kargo_version,
        stages=project.stages,
        warehouses=project.warehouses,
        manifests=project.manifests,
        flawed=project.flawed,
        edits=project.edits,
        changed=project.changed,
        changed_by=project.changed_by or "",
    )


def _in_project(model: type[Any]) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = model.objects.filter(project=OuterRef("pk"))
    return found


def _count(rows: QuerySet[Any, Any], by: str = "project") -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
