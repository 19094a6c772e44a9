"""All projects, a new one, and what a project's settings are."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kargoui.core.catalog import LATEST
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.editor import appearance, overview
from kargoui.editor.import_report import Reason, arranged, reasons_of
from kargoui.editor.links import safe_next
from kargoui.editor.manifests_form import NewProjectForm, suggested_name
from kargoui.editor.pages import by_htmx, person, project_page
from kargoui.pipelines import services
from kargoui.pipelines.demo import NAME, create_demo
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.models import Project
from kargoui.pipelines.services import ImportReport

_NO_NAME = gettext_noop(
    "Give the project a name. It can be left empty only where all manifests name the same namespace."
)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The projects of whoever asks."""
    return render(request, "editor/projects.html", {"projects": overview.projects_of(person(request))})


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system says."""
    response = redirect(safe_next(request, reverse("projects")))
    theme = request.POST.get("theme")
    if theme in appearance.THEMES:
        response.set_cookie(appearance.COOKIE, theme, max_age=365 * 86_400, samesite="Lax", httponly=True)
    return response


@login_required
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """The demo project, to look around in."""
    try:
        create_demo(acting_user=person(request))
    except Refused as refused:
        for reason in reasons_of(refused):
            messages.error(request, reason.text)
        return redirect("projects")
    return redirect("canvas", NAME)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A project, empty or with the manifests that it begins with."""
    if request.method != "POST":
        return _form(request, NewProjectForm(initial={"kargo_version": LATEST}))
    form = NewProjectForm(request.POST)
    if not form.is_valid():
        return _form(
            request, form, 400, [Reason(str(error)) for errors in form.errors.values() for error in errors]
        )
    try:
        project, report = _create(request, form)
    except (ManifestError, Refused) as error:
        return _form(request, form, 422, reasons_of(error))
    if report is None:
        return _gone_to(request, reverse("canvas", args=[project.name]))
    return _imported(request, project, report)


@transaction.atomic
def _create(request: HttpRequest, form: NewProjectForm) -> tuple[Project, ImportReport | None]:
    """The project with its first import: both, or neither."""
    files = form.sources(request)
    name = form.cleaned_data["name"].strip() or (suggested_name(files) if files else "")
    if not name:
        raise Refused(Sentence(_NO_NAME))
    user = person(request)
    project = services.create_project(
        name=name, kargo_version=form.cleaned_data["kargo_version"], acting_user=user
    )
    if not files:
        return project, None
    leave_out = form.cleaned_data["leave_out_secrets"]
    report = services.import_files(
        project=project, files=files, acting_user=user, leave_out_secrets=leave_out
    )
    return project, report


def _form(
    request: HttpRequest, form: NewProjectForm, status: int = 200, reasons: list[Reason] | None = None
) -> HttpResponse:
    live = by_htmx(request) and request.method == "POST"
    template = "editor/import/refusal.html" if live else "editor/new_project.html"
    return render(request, template, {"form": form, "reasons": reasons, "creating": True}, status=status)


def _imported(request: HttpRequest, project: Project, report: ImportReport) -> HttpResponse:
    """The new project's import page with the report of its first import."""
    page = project_page(request, project.name, "import")
    context = {"page": page, "form": NewProjectForm(), "report": arranged(report)}
    response = render(request, "editor/import.html", context)
    if by_htmx(request):
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Push-Url"] = reverse("import", args=[project.name])
    return response


def _gone_to(request: HttpRequest, address: str) -> HttpResponse:
    if by_htmx(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
