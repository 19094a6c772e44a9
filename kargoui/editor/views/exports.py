"""Taking manifests away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kargoui.editor.pages import ProjectPage, person, project_page
from kargoui.editor.pages import show as show_page
from kargoui.pipelines import services
from kargoui.pipelines.models import Draft
from kargoui.pipelines.state import ProjectState

FORMS = ("yaml", "zip", "kustomize")


@login_required
@require_safe
def show(request: HttpRequest, project: str) -> HttpResponse:
    """What there is to download, and in which forms."""
    page = project_page(request, project, "export")
    draft = _wanted(request, page)
    state = page.state if draft else ProjectState(page.project, None)
    problems = page.problem_count if draft or not page.draft else state.problem_count()
    return show_page(
        request, "editor/export.html", page, of="draft" if draft else "published", problems=problems
    )


@login_required
@require_safe
def download(request: HttpRequest, project: str, form: str) -> HttpResponse:
    """One download."""
    if form not in FORMS:
        raise Http404
    page = project_page(request, project, "export")
    export = services.export_project(
        project=page.project, draft=_wanted(request, page), form=form, acting_user=person(request)
    )
    return HttpResponse(
        export.content,
        content_type=export.content_type,
        headers={"Content-Disposition": content_disposition_header(True, export.filename) or "attachment"},
    )


def _wanted(request: HttpRequest, page: ProjectPage) -> Draft | None:
    """The draft, unless it is empty or the published state is asked for."""
    return page.draft if page.has_edits and request.GET.get("of") != "published" else None
