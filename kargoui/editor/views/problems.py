"""What Kargo or its cluster would refuse, manifest by manifest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kargoui.core.manifest.path import format_path
from kargoui.core.manifest.problems import Problem
from kargoui.core.sentence import Sentence
from kargoui.editor.pages import project_page
from kargoui.editor.pages import show as show_page

MANIFESTS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One problem as the page says it."""

    sentence: Sentence
    kind: str
    name: str
    place: str
    path: str


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one manifest."""

    kind: str
    name: str
    file: str
    problems: tuple[Line, ...]


@login_required
@require_safe
def show(request: HttpRequest, project: str) -> HttpResponse:
    """All problems, grouped by manifest in the order of files and lines."""
    page = project_page(request, project, "problems")
    groups = Paginator(grouped(page.state.problems()), MANIFESTS_PER_PAGE).get_page(request.GET.get("page"))
    return show_page(request, "editor/problems.html", page, groups=groups)


def grouped(problems: list[Problem]) -> list[Group]:
    """Problems by the manifest they are in."""
    by_manifest = groupby(problems, key=lambda problem: (problem.kind, problem.name, problem.file))
    return [Group(*key, tuple(map(line, found))) for key, found in by_manifest]


def line(problem: Problem) -> Line:
    """A problem with its place as an editor takes it, `file:line:column`."""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    return Line(problem.sentence, problem.kind, problem.name, place, format_path(problem.path))
