"""Values of steps: each edited in place, and worked out while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kargoui.core.sentence import Sentence
from kargoui.editor.evaluation import Question, question
from kargoui.editor.pages import by_htmx, project_page
from kargoui.editor.step_values import StepValue, ValueForm, typed_value, value_at, value_edits, why_not
from kargoui.editor.steps import STEPS_OF, find, keys
from kargoui.editor.views.flow import PART
from kargoui.editor.workbench import GONE, Workbench, answer, edit, reread
from kargoui.pipelines.state import ProjectState

Answering = Callable[[ProjectState, str, Question, str], dict[str, Any] | None]


def evaluate(
    request: HttpRequest, project: str, section: str, name: str, answering: Answering
) -> JsonResponse:
    """The value of what is typed, and what may come next. Reads only."""
    page = project_page(request, project, section, name)
    try:
        asked = question(request.POST)
    except BadRequest:
        return JsonResponse({}, status=400)
    found = answering(page.state, name, asked, page.project.kargo_version)
    return JsonResponse(found if found is not None else {}, status=409 if found is None else 200)


def value(
    request: HttpRequest, bench: Workbench, index: int, template: str, **context: object
) -> HttpResponse:
    """Show the form of one value of a step, or save it."""
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "GET" and not by_htmx(request) and "key" not in given:
        return redirect(bench.url)
    found = find(bench.raw_steps, index, given.get("key", ""))
    which = value_at(bench.raw_steps[found], given.get("path", "")) if found is not None else None
    if found is None or which is None:
        bench.steps_refused = [GONE]
        return answer(request, template, PART, bench, 409, **context)
    if request.method == "POST":
        return _save(request, bench, found, which, template, context)
    bench.value_form = _form(bench, found, which)
    if by_htmx(request):
        return render(request, "editor/workbench/_value_form.html", {"page": bench.page, "work": bench})
    return render(request, template, {"page": bench.page, "work": bench, **context})


def _save(
    request: HttpRequest,
    bench: Workbench,
    index: int,
    which: StepValue,
    template: str,
    context: dict[str, object],
) -> HttpResponse:
    typed = typed_value(request.POST)
    path = (*STEPS_OF[bench.kind], index)
    refused = why_not(typed) or edit(request, bench, value_edits(path, which, typed))
    if refused:
        bench.value_form = _form(bench, index, which, typed, refused)
        return answer(request, template, PART, bench, 422, **context)
    bench = reread(request, bench)
    bench.saved_value = keys(bench.raw_steps)[index], which.path
    return answer(request, template, PART, bench, 200, **context)


def _form(
    bench: Workbench,
    index: int,
    which: StepValue,
    typed: str | None = None,
    refused: Sequence[Sentence] = (),
) -> ValueForm:
    return ValueForm(
        url=reverse(bench.value_route, args=[bench.page.project.name, bench.name, index]),
        key=keys(bench.raw_steps)[index],
        value=which,
        text=which.text if typed is None else typed,
        refused=refused,
    )
