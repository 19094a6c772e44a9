"""The page of a Warehouse: its subscriptions and how it makes Freight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.editor.manifest_forms import NewWarehouseForm
from kargoui.editor.pages import by_htmx, project_page
from kargoui.editor.pages import show as show_page
from kargoui.editor.steps import keys
from kargoui.editor.subscriptions import (
    FieldsForm,
    Subscription,
    operations,
    settings_form,
    subscription_forms,
)
from kargoui.editor.tried_tags import try_tags
from kargoui.editor.views import creation
from kargoui.editor.workbench import Workbench, answer, edit, open_bench, reread
from kargoui.pipelines.errors import NotFound
from kargoui.pipelines.models import Role

TEMPLATE = "editor/warehouse.html"
PART = "editor/warehouse/_form.html"
STALE = Sentence(
    gettext_noop(
        "The Warehouse was changed after this form was opened. What you typed is still here: "
        "compare it with the YAML, then save it again."
    )
)


class WarehouseBench(Workbench):
    """A Warehouse on its page."""

    kind: ClassVar[str] = "Warehouse"
    route: ClassVar[str] = "warehouse"

    refused: Sequence[Sentence] = ()
    settings: FieldsForm
    subscriptions: list[Subscription]

    def bind(self, data: object = None) -> WarehouseBench:
        """Make the forms, filled with what was typed or else with what the manifest says."""
        self.settings = settings_form(self.data, self.catalog, data)
        self.subscriptions = subscription_forms(self.data, self.catalog, data)
        return self

    @property
    def seen(self) -> str:
        """What the form was filled from: one left open in another tab must not take back a later edit."""
        return keys([self.data])[0]

    @property
    def forms(self) -> list[FieldsForm]:
        return [self.settings, *(subscription.form for subscription in self.subscriptions)]


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """The page; a POST saves its form, as one edit."""
    bench = open_bench(request, WarehouseBench, project, name, editing=request.method == "POST")
    if request.method == "GET":
        return show_page(request, TEMPLATE, bench.page, work=bench.bind())
    bench.bind(request.POST)
    if request.POST.get("seen", bench.seen) != bench.seen:
        bench.refused = [STALE]
        return answer(request, TEMPLATE, PART, bench, 409)
    if not all([form.is_valid() for form in bench.forms]):  # noqa: C419 - each form shows what is wrong in it
        return answer(request, TEMPLATE, PART, bench, 422)
    bench.refused = edit(request, bench, operations(bench.forms))
    if bench.refused:
        return answer(request, TEMPLATE, PART, bench, 422)
    after = reread(request, bench)
    return answer(request, TEMPLATE, PART, after.bind(), 200)


@login_required
@require_http_methods(["GET", "POST"])
def tags(request: HttpRequest, project: str, name: str, index: int) -> HttpResponse:
    """What a subscription, as it is typed, discovers of the tags that were pasted; nothing is stored."""
    bench = open_bench(request, WarehouseBench, project, name, editing=False)
    if request.method == "GET":
        return redirect(bench.url)
    bench.bind(request.POST if f"s{index}-repoURL" in request.POST else None)
    subscription = next((each for each in bench.subscriptions if each.index == index and each.known), None)
    if subscription is None:
        raise NotFound
    tried = subscription.tried = try_tags(subscription, request.POST.get("tags", ""), bench.catalog.version)
    if by_htmx(request):
        context = {"subscription": subscription, "oob": True}
        return render(request, "editor/warehouse/_tried.html", context, status=tried.status)
    return show_page(request, TEMPLATE, bench.page, work=bench, status=tried.status)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, project: str) -> HttpResponse:
    """A new Warehouse."""
    page = project_page(request, project, "new_warehouse", role=Role.EDITOR)
    return creation.create(
        request,
        page,
        NewWarehouseForm(request.POST or None, request.GET.get("name", "")),
        "Warehouse",
        heading=_("New Warehouse"),
        action=_("Make the Warehouse"),
    )
