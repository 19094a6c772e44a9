"""The page of a Stage: requested Freight, steps, verification."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kargoui.core.manifest.operations import Insert, Move, Operation, Remove
from kargoui.core.pipeline.reading import mapping, text
from kargoui.editor import slots
from kargoui.editor.evaluation import in_stage
from kargoui.editor.manifest_forms import NewStageForm, SourcesForm
from kargoui.editor.pages import by_htmx, project_page
from kargoui.editor.pages import show as show_page
from kargoui.editor.slots import new_request, origins_of, source_edits, sources_of
from kargoui.editor.stage_bench import StageBench
from kargoui.editor.steps import find, index_of, keys
from kargoui.editor.views import creation, flow, values
from kargoui.editor.workbench import GONE, answer, edit, open_bench, reread
from kargoui.pipelines.models import Role

TEMPLATE = "editor/stage.html"
PART = "editor/stage/_requested_freight.html"
TABS = ("promotion", "verification", "details")


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """The page; a POST moves a step."""
    bench = open_bench(request, StageBench, project, name, editing=request.method == "POST")
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    if request.method == "POST":
        return flow.move_step(request, bench, TEMPLATE, tab=tab)
    bench.query = request.GET
    return show_page(request, TEMPLATE, bench.page, work=bench, tab=tab)


@login_required
@require_http_methods(["GET", "POST"])
def requested_freight(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """Add, move or remove an entry of requestedFreight."""
    bench = open_bench(request, StageBench, project, name, editing=True)
    if request.method == "GET":
        return redirect(bench.url)
    action = request.POST.get("action")
    index, to = _posted_place(request, action, bench.raw_requests)
    if index is None:
        bench.requests_refused = [GONE]
        return answer(request, TEMPLATE, PART, bench, 409, tab=TABS[0])
    refused = edit(request, bench, _request_edits(request, action, index, to))
    if refused:
        bench.requests_refused = refused
        return answer(request, TEMPLATE, PART, bench, 422, tab=TABS[0])
    return _after_request(request, bench, index, action, to)


def _posted_place(request: HttpRequest, action: str | None, entries: list[object]) -> tuple[int | None, int]:
    if action == "add":
        return len(entries), len(entries)
    if action == "remove":
        index = index_of(request.POST.get("index", ""))
        return None if index is None else find(entries, index, request.POST.get("key", "")), 0
    return flow.posted_move(request, entries)


def _request_edits(request: HttpRequest, action: str | None, index: int, to: int) -> list[Operation]:
    path = (*slots.PATH, index)
    if action == "add":
        return [Insert(path, new_request(request.POST.get("origin", "")))]
    if action == "remove":
        return [Remove(path)]
    return [Move(path, to)] if index != to else []


def _after_request(
    request: HttpRequest, bench: StageBench, index: int, action: str | None, to: int
) -> HttpResponse:
    after = reread(request, bench)
    context: dict[str, object] = {"tab": TABS[0]}
    known = keys(after.raw_requests)
    if action == "remove":
        origin = text(mapping(mapping(bench.raw_requests[index]).get("origin")).get("name"))
        context["removed"] = _("Removed %(name)s.") % {"name": origin}
        after.focused = known[min(index, len(known) - 1)] if known else ""
    elif action == "add":
        after.focused = known[index]
    else:
        after.moved_request = known[to]
    return answer(request, TEMPLATE, PART, after, 200, **context)


@login_required
@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest, project: str, name: str, index: int) -> HttpResponse:
    """Show the form of one entry's sources, or save it."""
    bench = open_bench(request, StageBench, project, name, editing=True)
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "GET" and not by_htmx(request) and "key" not in given:
        return redirect(bench.url)
    found = find(bench.raw_requests, index, given.get("key", ""))
    if found is None:
        bench.requests_refused = [GONE]
        return answer(request, TEMPLATE, PART, bench, 409, tab=TABS[0])
    form = bench.sources_form = _sources_form(
        bench, found, request.POST if request.method == "POST" else None
    )
    if request.method == "GET":
        if by_htmx(request):
            return render(
                request, "editor/stage/_sources_form.html", {"page": bench.page, "work": bench, "form": form}
            )
        return show_page(request, TEMPLATE, bench.page, work=bench, tab=TABS[0])
    if not form.is_valid():
        return answer(request, TEMPLATE, PART, bench, 422, tab=TABS[0])
    form.refused = edit(request, bench, source_edits(found, bench.raw_requests[found], form.sources()))
    if form.refused:
        return answer(request, TEMPLATE, PART, bench, 422, tab=TABS[0])
    after = reread(request, bench)
    after.focused = keys(after.raw_requests)[found]
    return answer(request, TEMPLATE, PART, after, 200, tab=TABS[0])


def _sources_form(bench: StageBench, index: int, data: Any) -> SourcesForm:
    form = SourcesForm(
        sources_of(bench.raw_requests[index]),
        bench.page.names.get("Stage", []),
        bench.name,
        bench.catalog,
        data,
        keys(bench.raw_requests)[index],
    )
    form.url = reverse("sources", args=[bench.page.project.name, bench.name, index])
    return form


@login_required
@require_http_methods(["GET", "POST"])
def guard(request: HttpRequest, project: str, name: str, index: int) -> HttpResponse:
    """The guard of one of the Stage's own steps."""
    bench = open_bench(request, StageBench, project, name, editing=True)
    origins = origins_of(bench.data)
    return flow.guard(request, bench, index, origins if len(origins) > 1 else [], TEMPLATE, tab=TABS[0])


@login_required
@require_http_methods(["GET", "POST"])
def value(request: HttpRequest, project: str, name: str, index: int) -> HttpResponse:
    """One value of one of the Stage's own steps."""
    bench = open_bench(request, StageBench, project, name, editing=True)
    return values.value(request, bench, index, TEMPLATE, tab=TABS[0])


@login_required
@require_http_methods(["GET", "POST"])
def variable(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """The value of one variable of the Stage or of its template."""
    bench = open_bench(request, StageBench, project, name, editing=True)
    return values.variable(request, bench, TEMPLATE, tab=TABS[0])


@login_required
@require_POST
def evaluate(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """What an expression in the Stage's own manifest gives."""
    return values.evaluate(request, project, StageBench.route, name, in_stage)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, project: str) -> HttpResponse:
    """A new Stage."""
    page = project_page(request, project, "new_stage", role=Role.EDITOR)
    form = NewStageForm(page.names, request.POST or None, request.GET.get("name", ""))
    return creation.create(
        request,
        page,
        form,
        "Stage",
        heading=_("New Stage"),
        action=_("Make the Stage"),
        none=_("The project has no Warehouse yet: make one first."),
    )
