"""The what-if page of a project: all cases of all Stages, and the first rollout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from kargoui.core.catalog import VERSIONS
from kargoui.editor.failing_stages import FailingStages, failing_stages
from kargoui.editor.pages import ProjectPage, by_htmx, project_page
from kargoui.pipelines.simulations import Survey, survey

TEMPLATE: Final = "editor/what_if.html"
ROWS_PER_PAGE: Final = 20
STAGES_PER_PAGE: Final = 100
_AT_ONCE: Final = 50  # Stages; with more to try, the frame of the page comes first
_SECONDS: Final = 1.0  # after which a person hears how far it is


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the Kargo version ("" for the project's own), words to find, one row."""

    version: str
    query: str
    row: str

    @property
    def address(self) -> str:
        """The beginning of a query that asks for the same."""
        pairs = (("kargo", self.version), ("q", self.query), ("row", self.row))
        return "".join(f"{urlencode({name: value})}&" for name, value in pairs if value)


def asked_version(request: HttpRequest, page: ProjectPage) -> str:
    """The Kargo version that the address names, "" for the project's own and for what is none."""
    version = (request.GET if request.method != "POST" else request.POST).get("kargo", "")
    return version if version in VERSIONS and version != page.project.kargo_version else ""


def tried_for(request: HttpRequest, page: ProjectPage, version: str) -> Survey:
    """The Stages as far as one answer tries them: where they are many, a page comes first without them."""
    version = version or page.project.kargo_version
    if by_htmx(request):
        return survey(page.state, version, _SECONDS)
    found = survey(page.state, version, 0)
    if found.ready or (found.total - found.done > _AT_ONCE and "wait" not in request.GET):
        return found
    return survey(page.state, version)


@login_required
@require_safe
def show(request: HttpRequest, project: str) -> HttpResponse:
    """The Stages by how their promotions can fail."""
    page = project_page(request, project, "what_if")
    asked = Asked(
        asked_version(request, page),
        request.GET.get("q", "")[:200].strip(),
        request.GET.get("row", "")[:12],
    )
    tried = tried_for(request, page, asked.version)
    context = {"page": page, "asked": asked, "tried": tried, "versions": VERSIONS, "tab": "cases"}
    part = "_working"
    if tried.ready:
        found = failing_stages(project, tried.cases, asked.version, asked.query)
        if asked.row and by_htmx(request) and found.row(asked.row) is None:
            return HttpResponseClientRefresh()  # somebody has changed those Stages meanwhile
        context |= {"found": found, **_listed(request, asked, found)}
        part = "_stages" if "stages" in context else "_found"
    return render(request, f"editor/what_if/{part}.html" if by_htmx(request) else TEMPLATE, context)


def _listed(request: HttpRequest, asked: Asked, found: FailingStages) -> dict[str, object]:
    """One row with all its Stages, or all rows; of either a page."""
    number = request.GET.get("page")
    alone = found.row(asked.row)
    if alone is not None:
        return {"row": alone, "stages": Paginator(alone.stages, STAGES_PER_PAGE).get_page(number)}
    return {"rows": Paginator(found.rows, ROWS_PER_PAGE).get_page(number)}
