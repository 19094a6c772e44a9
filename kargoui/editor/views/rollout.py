"""The first rollout of a project: as it is, with requestedFreight in a better order, and in phases."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kargoui.core.catalog import VERSIONS
from kargoui.core.simulate import Rollout
from kargoui.editor.failing_stages import listed
from kargoui.editor.pages import ProjectPage, by_htmx, project_page
from kargoui.editor.rollout_page import Comparison, alternative, order_lines
from kargoui.editor.views.failing_stages import TEMPLATE, asked_version, tried_for
from kargoui.pipelines.simulations import Survey, first_rollout, suggested_orders

AS_IT_IS, ORDERED, PHASED = "", "order", "phases"
PROMOTIONS_PER_PAGE: Final = 50
_LISTED: Final = 8  # lines of a list that stands beside the rollout


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: which rollout, with which Freight first, and all promotions or a few."""

    version: str = ""
    view: str = AS_IT_IS
    base: tuple[str, ...] = ()
    only_failing: bool = False

    @property
    def address(self) -> str:
        """The beginning of a query that asks for the same."""
        pairs = [("kargo", self.version), ("view", self.view), ("only", "failing" * self.only_failing)]
        pairs += [("base", name) for name in self.base]
        return "".join(f"{urlencode({name: value})}&" for name, value in pairs if value)


def _asked(request: HttpRequest, page: ProjectPage) -> Asked:
    view = request.GET.get("view", "")
    base = [name for name in page.names.get("Warehouse", []) if name in request.GET.getlist("base")]
    return Asked(
        asked_version(request, page),
        view if view in (ORDERED, PHASED) else AS_IT_IS,
        tuple(base),
        request.GET.get("only") == "failing",
    )


@login_required
@require_safe
def show(request: HttpRequest, project: str) -> HttpResponse:
    """The rollout beside its alternatives."""
    page = project_page(request, project, "what_if")
    asked = _asked(request, page)
    tried = tried_for(request, page, asked.version)
    context = {"page": page, "asked": asked, "tried": tried, "versions": VERSIONS, "tab": "rollout"}
    if tried.ready:
        context |= compared(page, asked, tried, request.GET.get("page", ""))
    part = "_rollout" if tried.ready else "_working"
    return render(request, f"editor/what_if/{part}.html" if by_htmx(request) else TEMPLATE, context)


def compared(page: ProjectPage, asked: Asked, tried: Survey, number: str = "") -> dict[str, object]:
    """The rollout that is asked for, and the numbers of all that can be; needs all Stages to be tried."""
    orders = suggested_orders(page.state, tried)
    rollouts: dict[str, Rollout] = {AS_IT_IS: first_rollout(page.state, tried)}
    if orders:
        rollouts[ORDERED] = first_rollout(page.state, tried, orders=orders)
    if asked.base:
        rollouts[PHASED] = first_rollout(page.state, tried, frozenset(asked.base))
    lines = order_lines(orders, page.names.get("Warehouse", []))
    shown = rollouts.get(asked.view, rollouts[AS_IT_IS])
    warehouses = page.names.get("Warehouse", [])
    comparison = Comparison(page.project.name, shown, rollouts[AS_IT_IS], tried, warehouses, asked.version)
    places = comparison.places(failing=asked.only_failing)
    found = Paginator(places, PROMOTIONS_PER_PAGE).get_page(number)
    return {
        "as_it_is": alternative(rollouts[AS_IT_IS]),
        "ordered": alternative(rollouts[ORDERED]) if ORDERED in rollouts else None,
        "phased": alternative(rollouts[PHASED]) if PHASED in rollouts else None,
        "base_words": listed(asked.base),
        "orders": lines,
        "orders_shown": lines[:_LISTED],
        "orders_more": len(lines[_LISTED:]),
        "reorderable": len(orders),
        "promotions": found,
        "moments": comparison.moments(found.object_list),
        "waiting": shown.waiting,
        "waiting_shown": [(stage, sorted(names)) for stage, names in islice(shown.waiting.items(), _LISTED)],
        "waiting_more": len(shown.waiting) - _LISTED,
    }
