"""What the rules find, by rule or by manifest: what Kargo would refuse, what fails, what could be better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kargoui.core.lint import all_rules
from kargoui.core.lint.finding import SEVERITIES
from kargoui.core.manifest.path import format_path
from kargoui.core.manifest.problems import Problem
from kargoui.core.sentence import Sentence
from kargoui.editor.findings import Asked, asked, chosen, groups, said_of
from kargoui.editor.pages import ProjectPage, by_htmx, project_page
from kargoui.editor.rule_pages import explanation
from kargoui.pipelines.findings import Audit, audited, placed

TEMPLATE: Final = "editor/problems.html"
FINDINGS_PER_PAGE: Final = 50
_AT_ONCE: Final = 50  # Stages; with more to try, the frame of the page comes first
_SECONDS: Final = 1.0  # after which a person hears how far it is


@login_required
@require_safe
def show(request: HttpRequest, project: str) -> HttpResponse:
    """The findings that are asked for; where working them out takes long, first the frame of the page."""
    page = project_page(request, project, "problems")
    audit = _audited(request, page)
    part = "_found" if audit.ready else "_working"
    template = f"editor/problems/{part}.html" if by_htmx(request) else TEMPLATE
    return render(request, template, listed(page, audit, asked(request.GET), request.GET.get("page")))


def _audited(request: HttpRequest, page: ProjectPage) -> Audit:
    if by_htmx(request):
        return audited(page.state, _SECONDS)
    found = audited(page.state, 0)
    if found.ready or (found.total - found.done > _AT_ONCE and "wait" not in request.GET):
        return found
    return audited(page.state)


def listed(page: ProjectPage, audit: Audit, wanted: Asked, number: str | None = None) -> dict[str, object]:
    """What the templates of the findings take."""
    found = chosen(audit.findings, wanted)
    shown = Paginator(found, FINDINGS_PER_PAGE).get_page(number)
    by_severity = Counter(each.severity for each in audit.findings)
    return {
        "page": page,
        "asked": wanted,
        "audit": audit,
        "shown": shown,
        "found": len(found),
        "groups": groups(page.project.name, placed(page.state, shown), found, wanted.by),
        "counts": [(each, by_severity[each]) for each in SEVERITIES],
        "rules": _names(each.rule for each in audit.findings),
        "kinds": _names(each.kind for each in audit.findings),
    }


def _names(words: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(words).items())


@login_required
@require_safe
def rule(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """Why a rule matters: for htmx its text, else a page with it."""
    page = project_page(request, project, "problems")
    found = all_rules().get(name)
    if found is None:
        raise Http404
    template = "editor/problems/_rule.html" if by_htmx(request) else "editor/problems/rule.html"
    context = {"page": page, "rule": found, "summary": said_of(found), "explanation": explanation(found)}
    return render(request, template, context)


@dataclass(frozen=True, slots=True)
class Line:
    """One problem as other pages say it."""

    sentence: Sentence
    kind: str
    name: str
    place: str
    path: str


def line(problem: Problem) -> Line:
    """A problem with its place as an editor takes it, `file:line:column`."""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    return Line(problem.sentence, problem.kind, problem.name, place, format_path(problem.path))
