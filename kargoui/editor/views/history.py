"""What was published, when, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, CharField, Count, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kargoui.editor.diff_view import difference
from kargoui.editor.pages import project_page
from kargoui.editor.pages import show as show_page
from kargoui.pipelines.models import Revision, RevisionChange

REVISIONS_PER_PAGE = 30
DIFFS_PER_PAGE = 25
MANIFESTS_NAMED = 6


@dataclass(frozen=True, slots=True)
class Touched:
    """A manifest that a revision created, changed or deleted."""

    kind: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision in the list: the first line of its message, and the first of its manifests."""

    number: int
    title: str
    author: str
    created: datetime
    override_reason: str
    touched: tuple[Touched, ...]
    more: int


@login_required
@require_safe
def show(request: HttpRequest, project: str) -> HttpResponse:
    """The revisions, newest first."""
    page = project_page(request, project, "history")
    revisions = Revision.objects.filter(project=page.project).select_related("author")
    listed = Paginator(revisions, REVISIONS_PER_PAGE).get_page(request.GET.get("page"))
    return show_page(request, "editor/history.html", page, revisions=listed, entries=_entries(list(listed)))


def _entries(revisions: list[Revision]) -> list[Entry]:
    touched: dict[int, list[Touched]] = {}
    for change in _first_changes(revisions):
        touched.setdefault(change["revision"], []).append(
            Touched(change["kind"], change["name"], change["state"])
        )
    changes = RevisionChange.objects.filter(revision__in=revisions)
    counts = dict(changes.values_list("revision").annotate(count=Count("pk")))
    return [
        Entry(
            revision.number,
            (revision.message.strip().splitlines() or [f"#{revision.number}"])[0],
            revision.author.get_username(),
            revision.created,
            revision.override_reason,
            tuple(touched.get(revision.pk, ())),
            max(counts.get(revision.pk, 0) - MANIFESTS_NAMED, 0),
        )
        for revision in revisions
    ]


def _first_changes(revisions: list[Revision]) -> Iterable[Mapping[str, Any]]:
    """Of every revision its first changes, told apart without loading their texts."""
    rank = Window(RowNumber(), partition_by=F("revision"), order_by=F("pk").asc())
    ranked = RevisionChange.objects.filter(revision__in=revisions).annotate(rank=rank)
    first = list(ranked.filter(rank__lte=MANIFESTS_NAMED).values_list("pk", flat=True))
    state = Case(
        When(before="", then=Value("created")),
        When(after="", then=Value("deleted")),
        default=Value("changed"),
        output_field=CharField(),
    )
    changes = RevisionChange.objects.filter(pk__in=first).annotate(state=state).order_by("pk")
    return changes.values("revision", "kind", "name", "state")


@login_required
@require_safe
def revision(request: HttpRequest, project: str, number: int) -> HttpResponse:
    """One revision with everything it changed."""
    page = project_page(request, project, "history")
    found = get_object_or_404(Revision.objects.select_related("author"), project=page.project, number=number)
    changes = Paginator(found.changes.order_by("pk"), DIFFS_PER_PAGE).get_page(request.GET.get("page"))
    diffs = [difference(change) for change in changes]
    return show_page(request, "editor/revision.html", page, revision=found, changes=changes, diffs=diffs)
