"""The draft as a whole: undo, redo, discard, publish."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from kargoui.core.sentence import Sentence
from kargoui.editor.diff_view import difference
from kargoui.editor.links import safe_next
from kargoui.editor.pages import ProjectPage, by_htmx, person, project_page, show
from kargoui.editor.views.problems import line
from kargoui.pipelines import access, services
from kargoui.pipelines.errors import Conflict, Refused
from kargoui.pipelines.models import Draft, Role

DIFFS_PER_PAGE = 25


class PublishForm(forms.Form):
    """Why a draft becomes a revision, and why although it has problems."""

    message = forms.CharField(
        max_length=5000, error_messages={"required": gettext_lazy("Say in a few words what changes.")}
    )
    override = forms.CharField(max_length=5000, required=False)


@login_required
@require_POST
def undo(request: HttpRequest, project: str) -> HttpResponse:
    """Take back the draft's latest edit."""
    return _walk(request, project, services.undo)


@login_required
@require_POST
def redo(request: HttpRequest, project: str) -> HttpResponse:
    """Make again what was taken back last."""
    return _walk(request, project, services.redo)


def _walk(request: HttpRequest, project: str, step: Callable[..., object]) -> HttpResponse:
    draft = _draft(request, project)
    if draft is not None:
        _tell_refusal(request, lambda: step(draft=draft, acting_user=person(request)))
    return _back(request, reverse("canvas", args=[project]))


@login_required
@require_POST
def discard(request: HttpRequest, project: str) -> HttpResponse:
    """Drop all edits of the draft, or those of one manifest."""
    draft = _draft(request, project)
    kind, name = request.POST.get("kind", ""), request.POST.get("name", "")
    if draft is not None:
        user = person(request)
        if kind:
            _tell_refusal(
                request,
                lambda: services.discard_manifest(draft=draft, kind=kind, name=name, acting_user=user),
                gettext("Your edits of %(kind)s %(name)s are gone.") % {"kind": kind, "name": name},
            )
        else:
            _tell_refusal(
                request,
                lambda: services.discard(draft=draft, acting_user=user),
                gettext("Your edits are gone. The project is as it was published."),
            )
    return _back(request, reverse("canvas", args=[project]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, project: str) -> HttpResponse:
    """What the draft changes, and making it a revision."""
    page = project_page(request, project, "publish", role=Role.EDITOR)
    form = PublishForm(request.POST or None)
    if request.method == "HEAD" or request.method == "GET":
        return _publish_page(request, page, PublishForm())
    if page.draft is None or not form.is_valid():
        return _publish_page(request, page, form, status=422)
    try:
        revision = services.publish(
            draft=page.draft,
            acting_user=person(request),
            message=form.cleaned_data["message"],
            override=form.cleaned_data["override"],
        )
    except Conflict as conflict:
        return _publish_page(request, page, form, status=409, conflicts=conflict.names)
    except Refused as refused:
        return _publish_page(request, page, form, status=422, refusals=refused.sentences)
    messages.success(request, gettext("Published as revision %(number)s.") % {"number": revision.number})
    return redirect("revision", project, revision.number)


def _publish_page(
    request: HttpRequest, page: ProjectPage, form: PublishForm, *, status: int = 200, **context: object
) -> HttpResponse:
    edited = sorted(page.state.edited())
    changes = Paginator(edited, DIFFS_PER_PAGE).get_page(request.GET.get("page"))
    texts = page.state.changes(list(changes))
    diffs = [difference(change) for change in texts]
    problems = [line(problem) for problem in page.state.problems()] if edited else []
    return show(
        request, "editor/publish.html", page, status=status,
        form=form, changes=changes, diffs=diffs, problems=problems, refused=status != 200, **context,
    )  # fmt: skip


def _draft(request: HttpRequest, project: str) -> Draft | None:
    user = person(request)
    return access.current_draft(access.project_for(user, project, Role.EDITOR)[0], user)


def _tell_refusal(request: HttpRequest, action: Callable[[], object], done: str = "") -> None:
    try:
        action()
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, _translated(sentence))
    else:
        if done:
            messages.success(request, done)


def _translated(sentence: Sentence) -> str:
    return sentence.translated(gettext)


def _back(request: HttpRequest, default: str) -> HttpResponse:
    if by_htmx(request):
        return HttpResponseClientRefresh()
    return redirect(safe_next(request, default))
