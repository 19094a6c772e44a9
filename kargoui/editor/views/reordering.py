"""Puts requestedFreight of one Stage or many into the order that spares the first rollout failures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kargoui.core.catalog import VERSIONS
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.editor.pages import ProjectPage, by_htmx, person, project_page
from kargoui.editor.rollout_page import reordering
from kargoui.editor.slots import PATH
from kargoui.editor.steps import at
from kargoui.editor.views.failing_stages import asked_version
from kargoui.editor.views.rollout import Asked, compared
from kargoui.pipelines import access, services
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.models import Role
from kargoui.pipelines.simulations import suggested_orders, survey
from kargoui.pipelines.state import ProjectState

_SECONDS: Final = 1.0  # after which a person hears how far it is


@login_required
@require_POST
def reorder(request: HttpRequest, project: str) -> HttpResponse:
    """Make an edit of each Stage for which `order` (names of Warehouses, with commas) is better, or any is.

    Where they are many, an answer makes some of them, and asks to be asked for the rest.
    """
    page = project_page(request, project, "what_if", role=Role.EDITOR)
    version = asked_version(request, page)
    wanted = _wanted(page, version, request.POST.get("order", ""))
    done = _edited(request, page, wanted)
    after = _reread(request, page)
    left = len(_wanted(after, version, request.POST.get("order", ""))) if done else 0
    before = request.POST.get("done", "")
    total_done = done + (int(before) if before.isdecimal() and len(before) < 7 else 0)
    if by_htmx(request):
        return _answer(request, after, version, total_done, left)
    messages.success(request, _said(total_done))
    address = reverse("rollout", args=[project])
    return redirect(f"{address}?kargo={version}" if version else address)


def _wanted(page: ProjectPage, version: str, order: str) -> dict[str, tuple[str, ...]]:
    tried = survey(page.state, version or page.project.kargo_version)
    better = suggested_orders(page.state, tried)
    return {stage: names for stage, names in better.items() if order in ("", ",".join(names))}


def _edited(request: HttpRequest, page: ProjectPage, wanted: Mapping[str, Sequence[str]]) -> int:
    """How many edits were made; a Stage whose text allows none stays as it is."""
    user, made = person(request), 0
    documents = page.state.data_of("Stage", wanted)
    until = monotonic() + _SECONDS
    with services.drafting(project=page.project, acting_user=user) as draft:
        for stage, order in wanted.items():
            now = [text(mapping(each, "origin").get("name")) for each in items(at(documents[stage], PATH))]
            try:
                made += bool(
                    services.edit_manifest(
                        draft=draft,
                        kind="Stage",
                        name=stage,
                        operations=reordering(now, order),
                        acting_user=user,
                    )
                )
            except Refused:
                continue
            if monotonic() > until:
                break
    return made


def _reread(request: HttpRequest, page: ProjectPage) -> ProjectPage:
    draft = access.current_draft(page.project, person(request))
    return replace(page, draft=draft, state=ProjectState(page.project, draft))


def _said(done: int) -> str:
    if not done:
        return _("Nothing was changed: no Stage has a better order any more.")
    return ngettext(
        "Put requestedFreight of %(count)d Stage into a better order. Undo takes it back.",
        "Put requestedFreight of %(count)d Stages into a better order, an edit each. Undo takes them back.",
        done,
    ) % {"count": done}


def _answer(request: HttpRequest, page: ProjectPage, version: str, done: int, left: int) -> HttpResponse:
    context = {"page": page, "versions": VERSIONS, "tab": "rollout", "done": done, "asked": Asked(version)}
    if left:
        context |= {"total": done + left, "order": request.POST.get("order", "")}
        return render(request, "editor/what_if/_reordering.html", context)
    tried = survey(page.state, version or page.project.kargo_version)
    context |= {"tried": tried, "said": _said(done), **compared(page, Asked(version), tried)}
    response = render(request, "editor/what_if/_reordered.html", context)
    address = reverse("rollout", args=[page.project.name])
    response.headers["HX-Replace-Url"] = f"{address}?kargo={version}" if version else address
    return response
