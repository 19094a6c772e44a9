"""Bringing manifests into a project that exists."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kargoui.core.manifest.errors import ManifestError
from kargoui.editor.import_report import Reason, arranged, reasons_of
from kargoui.editor.manifests_form import ManifestsForm, nothing_sent
from kargoui.editor.pages import ProjectPage, by_htmx, person, project_page
from kargoui.pipelines import services
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.models import Role


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, project: str) -> HttpResponse:
    """The form, and what came of it."""
    page = project_page(request, project, "import", role=Role.EDITOR)
    if request.method != "POST":
        return _answer(request, page, ManifestsForm())
    form = ManifestsForm(request.POST)
    if not form.is_valid():
        return _answer(request, page, form, 400)
    files = form.sources(request)
    if not files:
        return _answer(request, page, form, 400, reasons=[Reason(nothing_sent())])
    try:
        report = services.import_files(
            project=page.project,
            files=files,
            acting_user=person(request),
            leave_out_secrets=form.cleaned_data["leave_out_secrets"],
        )
    except (ManifestError, Refused) as error:
        return _answer(request, page, form, 422, reasons=reasons_of(error))
    page = project_page(request, project, "import", role=Role.EDITOR)
    return _answer(request, page, ManifestsForm(), report=arranged(report))


def _answer(
    request: HttpRequest, page: ProjectPage, form: ManifestsForm, status: int = 200, **result: object
) -> HttpResponse:
    live = by_htmx(request) and request.method == "POST"
    template = "editor/import/answer.html" if live else "editor/import.html"
    return render(request, template, {"page": page, "form": form, **result}, status=status)
