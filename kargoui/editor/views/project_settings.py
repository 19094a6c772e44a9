"""A project's Kargo version, the rules it ignores, and who may do what in it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kargoui.accounts.models import User
from kargoui.core.catalog import VERSIONS
from kargoui.core.lint import all_rules
from kargoui.editor.findings import said_of
from kargoui.editor.pages import ProjectPage, person, project_page
from kargoui.editor.pages import show as show_page
from kargoui.pipelines import access, services
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.models import Membership, Role
from kargoui.pipelines.models.encoding import NUL


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, project: str) -> HttpResponse:
    """The settings; each form on the page says with `change` which one it is."""
    page = project_page(request, project, "settings")
    if request.method != "POST":
        return _settings(request, page)
    if request.POST.get("change") == "version":
        return _retarget(request, page)
    access.require(person(request), page.project, Role.ADMIN)
    if request.POST.get("change") == "rules":
        return _ignore_rules(request, page)
    return _change_members(request, page)


def _retarget(request: HttpRequest, page: ProjectPage) -> HttpResponse:
    version = request.POST.get("kargo_version", "")
    try:
        services.retarget(project=page.project, kargo_version=version, acting_user=person(request))
    except Refused as refused:
        return _settings(request, page, 422, refusals=refused.sentences)
    messages.success(
        request, gettext("Checked against Kargo %(version)s from now on.") % {"version": version}
    )
    return redirect("project_settings", page.project.name)


def _ignore_rules(request: HttpRequest, page: ProjectPage) -> HttpResponse:
    rules = [name for name in request.POST.getlist("ignored") if name]
    try:
        services.ignore_rules(project=page.project, rules=rules, acting_user=person(request))
    except Refused as refused:
        return _settings(request, page, 422, refusals=refused.sentences)
    messages.success(request, gettext("Saved which rules are ignored."))
    return redirect("project_settings", page.project.name)


def _change_members(request: HttpRequest, page: ProjectPage) -> HttpResponse:
    username, role = request.POST.get("username", "").strip(), request.POST.get("role", "")
    member = None if NUL in username else User.objects.filter(username=username).first()
    typed = {"username": username, "role": role}
    if member is None:
        error = gettext("Nobody here is called %(name)s.") % {"name": username}
        return _settings(request, page, 422, typed=typed, member_error=error)
    try:
        if request.POST.get("change") == "remove":
            services.remove_member(project=page.project, user=member, acting_user=person(request))
        else:
            services.set_member(project=page.project, user=member, role=role, acting_user=person(request))
    except Refused as refused:
        return _settings(request, page, 422, typed=typed, refusals=refused.sentences)
    return redirect("project_settings", page.project.name)


def _settings(request: HttpRequest, page: ProjectPage, status: int = 200, **context: object) -> HttpResponse:
    members = (
        Membership.objects.filter(project=page.project).select_related("user").order_by("user__username")
    )
    context = {"typed": {"role": Role.EDITOR}, **context}
    return show_page(
        request,
        "editor/settings.html",
        page,
        status=status,
        members=members,
        roles=Role.choices,
        versions=VERSIONS[::-1],
        rules=[(rule, said_of(rule)) for rule in all_rules().values()],
        can_administer=page.can_administer,
        **context,
    )
