"""Values of steps: each edited in place, and worked out while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence
from kargoui.editor.evaluation import Question, question
from kargoui.editor.pages import by_htmx, project_page
from kargoui.editor.step_values import StepValue, ValueForm, typed_value, value_at, value_edits, why_not
from kargoui.editor.steps import STEPS_OF, find, keys
from kargoui.editor.views.flow import PART
from kargoui.editor.workbench import GONE, Workbench, answer, edit, reread
from kargoui.pipelines.state import ProjectState

VARIABLES = "editor/workbench/_variables.html"
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


@dataclass(frozen=True, slots=True)
class Edited:
    """What a form is for: a value below the `owner`, in which part of the page, and where it is sent."""

    which: StepValue
    key: str
    owner: Path
    region: str
    part: str
    url: str

    def form(self, typed: str | None = None, refused: Sequence[Sentence] = ()) -> ValueForm:
        text = self.which.text if typed is None else typed
        return ValueForm(self.url, self.region, self.key, self.which, text, refused)


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
    url = reverse(bench.value_route, args=[bench.page.project.name, bench.name, index])
    owner = (*STEPS_OF[bench.kind], found)
    edited = Edited(which, keys(bench.raw_steps)[found], owner, "steps", PART, url)
    return _serve(request, bench, edited, template, context)


def variable(request: HttpRequest, bench: Workbench, template: str, **context: object) -> HttpResponse:
    """Show the form of one variable of the manifest, or save its value."""
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "GET" and "key" not in given:
        return redirect(bench.url)
    wanted = given.get("key", ""), given.get("path", "")
    found = next((each for each in enumerate(bench.vars) if wanted == (each[1].key, each[1].path)), None)
    if found is None or not found[1].path:
        bench.variables_refused = [GONE]
        return answer(request, template, VARIABLES, bench, 409, **context)
    number, var = found
    url = reverse(bench.variable_route, args=[bench.page.project.name, bench.name])
    which = StepValue(number, var.path, var.name, var.value)
    edited = Edited(which, var.key, (), "variables", VARIABLES, url)
    return _serve(request, bench, edited, template, context)


def _serve(
    request: HttpRequest, bench: Workbench, edited: Edited, template: str, context: dict[str, object]
) -> HttpResponse:
    if request.method == "POST":
        return _save(request, bench, edited, template, context)
    bench.value_form = edited.form()
    if by_htmx(request):
        return render(request, "editor/workbench/_value_form.html", {"page": bench.page, "work": bench})
    return render(request, template, {"page": bench.page, "work": bench, **context})


def _save(
    request: HttpRequest, bench: Workbench, edited: Edited, template: str, context: dict[str, object]
) -> HttpResponse:
    typed = typed_value(request.POST)
    refused = why_not(typed) or edit(request, bench, value_edits(edited.owner, edited.which, typed))
    if refused:
        bench.value_form = edited.form(typed, refused)
        return answer(request, template, edited.part, bench, 422, **context)
    bench = reread(request, bench)
    key = keys(bench.raw_steps)[_index(edited.owner)] if edited.owner else bench.vars[edited.which.number].key
    bench.saved_value = key, edited.which.path
    return answer(request, template, edited.part, bench, 200, **context)


def _index(owner: Path) -> int:
    last = owner[-1]
    assert isinstance(last, int)  # noqa: S101 - for mypy: a step stands in a list
    return last
