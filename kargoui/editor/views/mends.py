"""What mends a failing step: the edits to choose from with all that they do, and the one that is chosen."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.editor.failing import failing_in_task
from kargoui.editor.links import safe_next
from kargoui.editor.mends import Mending, asked, mending
from kargoui.editor.pages import by_htmx
from kargoui.editor.stage_bench import StageBench
from kargoui.editor.views.task import TaskBench
from kargoui.editor.workbench import edit, open_bench
from kargoui.pipelines.simulations import simulated

TEMPLATE = "editor/mends.html"
PART, MANY = "editor/stage/_mends_list.html", "editor/stage/_mends_many.html"
_CHANGED = gettext_noop("The step has been changed meanwhile, so that this no longer fits.")
AT_ONCE = 100  # Stages; an edit is tried on more of them only where somebody asks for it


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, project: str, name: str, alias: str) -> HttpResponse:
    """The mends of one step of a Stage; a POST applies one of them, as one edit."""
    bench = open_bench(request, StageBench, project, name, editing=request.method == "POST")
    given = request.POST if request.method == "POST" else request.GET
    key = given.get("mend", "")
    step = asked(bench.page, name, alias, given.get("kargo", ""))
    if request.method == "GET" and by_htmx(request) and "all" not in given and step.stages() > AT_ONCE:
        return render(request, MANY, {"page": bench.page, "step": step, "query": given.urlencode()})
    found = mending(step, given.get("default"), key)
    if request.method == "GET" and found is not None:
        return _answer(request, bench, alias, found, 200)
    card = found.card(key) if found is not None else None
    if card is None:
        return _answer(request, bench, alias, found, 409, Sentence(_CHANGED))
    if card.refused is not None:
        return _answer(request, bench, alias, found, 422)
    refused = edit(request, bench, card.operations, (card.kind, card.name))
    if refused:
        return _answer(request, bench, alias, found, 422, *refused)
    done = {"label": card.label.translated(_), "kind": card.kind, "name": card.name}
    messages.success(request, _("%(label)s: applied to %(kind)s %(name)s.") % done)
    return redirect(safe_next(request, bench.url))


@login_required
@require_safe
def of_task(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """The steps of a task that can fail, with the Stages in which they do."""
    bench = open_bench(request, TaskBench, project, name, editing=False)
    if not by_htmx(request):
        return redirect(bench.url)
    found = failing_in_task(simulated(bench.page.state), bench.name, bench.page.project.kargo_version)
    return render(request, "editor/task/_failing.html", {"page": bench.page, "work": bench, "steps": found})


def _answer(
    request: HttpRequest,
    bench: StageBench,
    alias: str,
    found: Mending | None,
    status: int,
    *refused: Sentence,
) -> HttpResponse:
    context = {"page": bench.page, "work": bench, "alias": alias, "mending": found, "refused": refused}
    return render(request, PART if by_htmx(request) else TEMPLATE, context, status=status)
