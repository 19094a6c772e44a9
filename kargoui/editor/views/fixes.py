"""Mends what the rules find: one finding with its preview, or all of a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kargoui.core.manifest.operations import Operation
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.editor.findings import key_of, line, operations_of, preview
from kargoui.editor.links import safe_next
from kargoui.editor.pages import ProjectPage, by_htmx, person, project_page
from kargoui.pipelines import access, services
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.findings import audited, fixes_together, placed
from kargoui.pipelines.models import Role
from kargoui.pipelines.state import ProjectState
from kargoui.pipelines.stored import Named

_SECONDS: Final = 1.0  # after which a person hears how far it is
_CHANGED = gettext_noop("This has been changed meanwhile, so that the fix no longer fits.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fix(request: HttpRequest, project: str, key: str) -> HttpResponse:
    """The lines that the fix of one finding changes; a POST makes it."""
    editing = request.method == "POST"
    page = project_page(request, project, "problems", role=Role.EDITOR if editing else Role.VIEWER)
    found = next((each for each in audited(page.state).findings if each.fix and key_of(each) == key), None)
    if found is None or found.fix is None:
        return _answer(request, page, 409, refused=[Sentence(_CHANGED)])
    changes, why_not = preview(page.state, found)
    context: dict[str, object] = {"line": line(project, *placed(page.state, [found])), "changes": changes}
    if why_not is not None:
        return _answer(request, page, 422 if editing else 200, refused=[why_not], **context)
    if not editing:
        return _answer(request, page, 200, **context)
    try:
        with transaction.atomic():
            _made(request, page, operations_of([found]))
    except Refused as refused:
        return _answer(request, page, 422, refused=refused.sentences, **context)
    said = {"label": found.fix.label.translated(_), "kind": found.kind, "name": found.name}
    messages.success(request, _("%(label)s: applied to %(kind)s %(name)s.") % said)
    return redirect(safe_next(request, reverse("problems", args=[project])))


def _answer(request: HttpRequest, page: ProjectPage, status: int, **context: object) -> HttpResponse:
    template = "editor/problems/_fix.html" if by_htmx(request) else "editor/problems/fix.html"
    back = safe_next(request, reverse("problems", args=[page.project.name]))
    return render(request, template, {"page": page, "back": back, **context}, status=status)


def _made(request: HttpRequest, page: ProjectPage, operations: Mapping[Named, Sequence[Operation]]) -> None:
    """An edit of each manifest. Raises Refused where one cannot be made."""
    user = person(request)
    with services.drafting(project=page.project, acting_user=user) as draft:
        for (kind, name), listed in operations.items():
            services.edit_manifest(draft=draft, kind=kind, name=name, operations=listed, acting_user=user)


@login_required
@require_POST
def fix_all(request: HttpRequest, project: str) -> HttpResponse:
    """Make the fixes of all findings of a rule, manifest by manifest.

    Where they are many, an answer makes some of them, and asks to be asked for the rest.
    """
    page = project_page(request, project, "problems", role=Role.EDITOR)
    rule = request.POST.get("rule", "")
    before = request.POST.get("done", "")
    done = int(before) if before.isdecimal() and len(before) < 7 else 0
    made, left = _some(request, page, rule)
    done += made
    address = safe_next(request, reverse("problems", args=[project]))
    if left and made and by_htmx(request):
        draft = access.current_draft(page.project, person(request))
        page = replace(page, draft=draft, state=ProjectState(page.project, draft))
        context = {"page": page, "rule": rule, "done": done, "total": done + left, "next": address}
        return render(request, "editor/problems/_fixing.html", context)
    messages.success(request, _said(done, left))
    answer = redirect(address)
    if by_htmx(request):
        answer = HttpResponse(headers={"HX-Redirect": address})  # type: ignore[assignment]
    return answer


def _some(request: HttpRequest, page: ProjectPage, rule: str) -> tuple[int, int]:
    """How many manifests were edited while the time lasted, and how many could be yet."""
    wanted = [each for each in audited(page.state).findings if each.rule == rule and each.fix]
    by_manifest = operations_of(fixes_together(page.state, wanted))
    made = tried = 0
    until = monotonic() + _SECONDS
    for manifest, operations in by_manifest.items():
        tried += 1
        try:
            _made(request, page, {manifest: operations})
        except Refused:
            continue
        made += 1
        if monotonic() > until:
            break
    return made, len(by_manifest) - tried


def _said(done: int, left: int) -> str:
    if not done:
        return _("Nothing was changed: nothing is left that could be fixed this way.")
    words = ngettext(
        "Fixed in %(count)d manifest. Undo takes it back.",
        "Fixed in %(count)d manifests, an edit each. Undo takes them back.",
        done,
    ) % {"count": done}
    return f"{words} {_('Some are left: fix all once more.')}" if left else words
