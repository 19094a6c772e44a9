"""Edits of a step flow, which Stages and PromotionTasks have alike: order and guards."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kargoui.core.manifest.operations import Move
from kargoui.core.pipeline.reading import mapping
from kargoui.core.sentence import Sentence
from kargoui.editor.guard_form import GuardForm, guard_edits, guard_form, typed_guard, why_not
from kargoui.editor.pages import by_htmx
from kargoui.editor.steps import STEPS_OF, find, index_of, keys
from kargoui.editor.workbench import GONE, Workbench, answer, edit, reread

PART = "editor/workbench/_steps.html"


def posted_move(request: HttpRequest, entries: Sequence[object]) -> tuple[int | None, int]:
    """Where the entry that is to be moved stands now (None: gone), and where it should go."""
    words = [*request.POST.get("move", "").split(" "), "", ""]
    index, to = index_of(words[0]), index_of(words[1])
    if index is None or to is None:
        return None, 0
    return find(entries, index, words[2]), min(to, len(entries) - 1)


def move_step(request: HttpRequest, bench: Workbench, template: str, **context: object) -> HttpResponse:
    """Put one step at another place."""
    index, to = posted_move(request, bench.raw_steps)
    if index is None:
        bench.steps_refused = [GONE]
        return answer(request, template, PART, bench, 409, **context)
    operations = [] if index == to else [Move((*STEPS_OF[bench.kind], index), to)]
    refused = edit(request, bench, operations)
    if refused:
        bench.steps_refused = refused
        return answer(request, template, PART, bench, 422, **context)
    bench = reread(request, bench)
    bench.moved = keys(bench.raw_steps)[to]
    return answer(request, template, PART, bench, 200, **context)


def guard(
    request: HttpRequest,
    bench: Workbench,
    index: int,
    origins: Sequence[str],
    template: str,
    **context: object,
) -> HttpResponse:
    """Show the form of a step's guard, or attach, change, remove it."""
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "GET" and not by_htmx(request) and "key" not in given:
        return redirect(bench.url)
    found = find(bench.raw_steps, index, given.get("key", ""))
    if found is None:
        bench.steps_refused = [GONE]
        return answer(request, template, PART, bench, 409, **context)
    if request.method == "POST":
        return _save_guard(request, bench, found, origins, template, context)
    bench.guard_form = _form(bench, found, origins)
    if by_htmx(request):
        return render(request, "editor/workbench/_guard_form.html", {"page": bench.page, "work": bench})
    return render(request, template, {"page": bench.page, "work": bench, **context})


def _save_guard(
    request: HttpRequest,
    bench: Workbench,
    index: int,
    origins: Sequence[str],
    template: str,
    context: dict[str, object],
) -> HttpResponse:
    step = mapping(bench.raw_steps[index])
    wanted = typed_guard(request.POST)
    refused = why_not(step, wanted) or edit(
        request, bench, guard_edits((*STEPS_OF[bench.kind], index), step, wanted)
    )
    if refused:
        typed = request.POST.get("suggestion") or request.POST.get("guard", "")
        bench.guard_form = _form(bench, index, origins, typed, refused)
        return answer(request, template, PART, bench, 422, **context)
    bench = reread(request, bench)
    bench.guarded = keys(bench.raw_steps)[index]
    return answer(request, template, PART, bench, 200, **context)


def _form(
    bench: Workbench,
    index: int,
    origins: Sequence[str],
    typed: str | None = None,
    refused: Sequence[Sentence] = (),
) -> GuardForm:
    return guard_form(
        bench.raw_steps[index],
        url=reverse(bench.guard_route, args=[bench.page.project.name, bench.name, index]),
        key=keys(bench.raw_steps)[index],
        origins=origins,
        catalog=bench.catalog,
        typed=typed,
        refused=refused,
    )
