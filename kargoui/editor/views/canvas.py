"""The pipeline of a project: the graph, the same as a list, and the panel of one node."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kargoui.core.lint import INFO
from kargoui.core.pipeline import Pipeline, auto_promotion
from kargoui.editor.cards import Card, cards
from kargoui.editor.drawing import picture
from kargoui.editor.inspector import Inspection, inspection, policies
from kargoui.editor.node_list import node_list
from kargoui.editor.pages import ProjectPage, by_htmx, project_page
from kargoui.editor.pages import show as show_page
from kargoui.pipelines.errors import NotFound
from kargoui.pipelines.findings import known_audit

TEMPLATE = "editor/canvas.html"


@login_required
@require_safe
def show(request: HttpRequest, project: str) -> HttpResponse:
    """The canvas, or with `view=list` the list; `node` is the selected one."""
    page = project_page(request, project, "canvas")
    pipeline = page.state.pipeline()
    found = _cards(page, pipeline)
    if not found:
        return show_page(request, TEMPLATE, page, view="empty")
    if request.GET.get("view") == "list":
        rows = node_list(pipeline, found, request.GET.get("q", "")[:200], request.GET.get("sort", ""))
        if by_htmx(request):
            return render(request, "editor/canvas/_rows.html", {"page": page, "nodes": rows})
        return show_page(request, TEMPLATE, page, view="list", nodes=rows)
    selected = _selected(request, page)
    drawn = picture(pipeline, found, selected.id if selected else "")
    return show_page(request, TEMPLATE, page, view="canvas", picture=drawn, inspection=selected)


@login_required
@require_safe
def inspect(request: HttpRequest, project: str, kind: str, name: str) -> HttpResponse:
    """The panel of one node; asked for as a page of its own, the canvas with that node selected."""
    page = project_page(request, project, "canvas")
    if not by_htmx(request):
        query = urlencode({"node": f"{kind}/{name}", "tab": request.GET.get("tab", "overview")})
        return redirect(f"{reverse('canvas', args=[project])}?{query}")
    found = inspection(page, kind, name, request.GET.get("tab", ""))
    return render(request, "editor/canvas/_inspector.html", {"page": page, "inspection": found})


def _cards(page: ProjectPage, pipeline: Pipeline) -> list[Card]:
    known = known_audit(page.state)
    flaws = page.state.problems() if known is None else [f for f in known.findings if f.severity != INFO]
    problems = Counter((flaw.kind, flaw.name) for flaw in flaws)
    automatic = auto_promotion(pipeline.stages.values(), policies(page))
    return cards(pipeline, automatic, problems)


def _selected(request: HttpRequest, page: ProjectPage) -> Inspection | None:
    """The node that the address names; one that is gone meanwhile is no error."""
    kind, _, name = request.GET.get("node", "").partition("/")
    if not name:
        return None
    try:
        return inspection(page, kind, name, request.GET.get("tab", ""))
    except NotFound:
        return None
