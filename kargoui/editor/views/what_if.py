"""What-if on the page of a Stage: another case, what a step gets in it, what is supposed of a step."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from kargoui.editor.endings import summary
from kargoui.editor.evaluated import evaluated
from kargoui.editor.pages import by_htmx, project_page
from kargoui.editor.stage_bench import StageBench
from kargoui.editor.workbench import open_bench
from kargoui.pipelines.simulations import survey

CHOSEN, FORGOTTEN = "case-chosen", "pin-forgotten"  # what the page is told once it shows another case
_PATIENCE = 0.5  # seconds; what is not tried by then is tried when the next page asks
_OTHER_TABS = ("verification", "details")


@login_required
@require_GET
def show(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """Another case, or another supposition: for htmx the panel and the ends of the steps, else the page."""
    bench = _bench(request, project, name)
    tab = request.GET.get("tab", "")
    pairs = [*bench.case.choice.pairs(), *([("tab", tab)] if tab in _OTHER_TABS else [])]
    address = f"{bench.url}?{urlencode(pairs)}"
    if not by_htmx(request):
        return redirect(address)
    context = {"page": bench.page, "work": bench, "case": bench.case, "endings": bench.endings, "tab": tab}
    answer = render(request, "editor/stage/_what_if_answer.html", context)
    answer["HX-Replace-Url"] = address
    answer["HX-Trigger-After-Settle"] = FORGOTTEN if "forget" in request.GET else CHOSEN
    return answer


@login_required
@require_GET
def step(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """What one step gets in a case: for htmx the panel below its card, else the page with it."""
    bench = _bench(request, project, name)
    place = request.GET.get("step", "")
    if not by_htmx(request):
        pairs = [*bench.case.choice.pairs(), ("evaluated", place)]
        return redirect(f"{bench.url}?{urlencode(pairs)}")
    part = "_evaluated_values" if request.GET.get("part") == "values" else "_evaluated"
    found = evaluated(bench.case, place, bench.endings)
    context = {"page": bench.page, "work": bench, "case": bench.case, "evaluated": found}
    return render(request, f"editor/stage/{part}.html", context)


@login_required
@require_GET
def stages(request: HttpRequest, project: str) -> HttpResponse:
    """What the cases of each Stage come to, for the side navigation; nothing while that takes long."""
    page = project_page(request, project, "stage")
    if not by_htmx(request):
        return redirect("what_if", page.project.name)
    tried = survey(page.state, page.project.kargo_version, _PATIENCE).cases
    names = [name for name in tried if name != request.GET.get("but")]
    context = {"summaries": [(name, summary(tried[name])) for name in names]}
    return render(request, "editor/stage/_what_if_stages.html", context)


def _bench(request: HttpRequest, project: str, name: str) -> StageBench:
    bench = open_bench(request, StageBench, project, name, editing=False)
    bench.query = request.GET
    return bench
