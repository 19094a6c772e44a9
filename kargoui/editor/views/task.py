"""The page of a PromotionTask: its variables, its steps with their guards, the Stages that use it."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kargoui.editor.pages import show as show_page
from kargoui.editor.views import flow
from kargoui.editor.workbench import Workbench, open_bench

TEMPLATE = "editor/task.html"


class TaskBench(Workbench):
    """A PromotionTask on its page."""

    kind: ClassVar[str] = "PromotionTask"
    route: ClassVar[str] = "task"
    guard_route: ClassVar[str] = "task_guard"
    failing_route: ClassVar[str] = "task_failing"

    @cached_property
    def users(self) -> list[str]:
        """The Stages whose steps reference the task."""
        return self.page.state.referring("Stage", self.kind, self.name)


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, project: str, name: str) -> HttpResponse:
    """The page; a POST moves a step."""
    bench = open_bench(request, TaskBench, project, name, editing=request.method == "POST")
    if request.method == "POST":
        return flow.move_step(request, bench, TEMPLATE)
    return show_page(request, TEMPLATE, bench.page, work=bench)


@login_required
@require_http_methods(["GET", "POST"])
def guard(request: HttpRequest, project: str, name: str, index: int) -> HttpResponse:
    """The guard of one step."""
    bench = open_bench(request, TaskBench, project, name, editing=True)
    origins = bench.page.names.get("Warehouse", [])
    return flow.guard(request, bench, index, origins if len(origins) > 1 else [], TEMPLATE)
