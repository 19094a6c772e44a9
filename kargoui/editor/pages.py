"""What every page of a project needs: the project as the draft leaves it, and what the reader may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kargoui.accounts.models import User
from kargoui.core.pipeline import origin_colour
from kargoui.editor.links import manifest_url
from kargoui.pipelines import access
from kargoui.pipelines.findings import known_audit
from kargoui.pipelines.models import Draft, Project, Role
from kargoui.pipelines.state import ProjectState


def person(request: HttpRequest) -> User:
    """Who asks; views that call this are behind login_required."""
    return cast(User, request.user)


def by_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, which takes parts of a page; a form that a browser sends by itself takes pages."""
    return bool(getattr(request, "htmx", False))


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the side navigation."""

    name: str
    address: str
    current: bool = False
    colour: int = 0


@dataclass
class ProjectPage:
    """The frame of a page: project, draft and the reader's rights."""

    project: Project
    draft: Draft | None
    state: ProjectState
    role: Role
    section: str
    heading: str = ""

    @property
    def can_edit(self) -> bool:
        return self.role.covers(Role.EDITOR)

    @property
    def can_administer(self) -> bool:
        return self.role.covers(Role.ADMIN)

    @property
    def has_own_button(self) -> bool:
        """Whether the page's one primary button is its own, so that publishing steps back."""
        return self.section in ("export", "import", "publish", "new_stage", "new_warehouse")

    @property
    def draft_saved(self) -> datetime | None:
        return self.state.saved

    @property
    def can_undo(self) -> bool:
        return self.state.can_undo

    @property
    def can_redo(self) -> bool:
        return self.state.can_redo

    @property
    def has_edits(self) -> bool:
        return bool(self.state.edited())

    @cached_property
    def problem_count(self) -> int:
        return self.state.problem_count()

    @cached_property
    def finding_count(self) -> int:
        """How many findings there are; as long as nobody has asked the rules, how many problems."""
        known = known_audit(self.state)
        return self.problem_count if known is None else len(known.findings)

    @cached_property
    def names(self) -> dict[str, list[str]]:
        return self.state.names()

    @cached_property
    def warehouses(self) -> list[Item]:
        names = self.names.get("Warehouse", [])
        return [self._item("Warehouse", name, origin_colour(name, names)) for name in names]

    @cached_property
    def stages(self) -> list[Item]:
        return [self._item("Stage", name) for name in self.names.get("Stage", [])]

    @cached_property
    def tasks(self) -> list[Item]:
        return [self._item("PromotionTask", name) for name in self.names.get("PromotionTask", [])]

    def _item(self, kind: str, name: str, colour: int = 0) -> Item:
        section = {"Warehouse": "warehouse", "Stage": "stage", "PromotionTask": "task"}[kind]
        current = self.section == section and self.heading == name
        return Item(name, manifest_url(self.project.name, kind, name), current, colour)


def project_page(
    request: HttpRequest, name: str, section: str, heading: str = "", role: Role = Role.VIEWER
) -> ProjectPage:
    """The page of project `name` for whoever asks; 404 for outsiders, 403 for members in a lesser role."""
    user = person(request)
    project, has = access.project_for(user, name, role)
    draft = access.current_draft(project, user)
    return ProjectPage(project, draft, ProjectState(project, draft), has, section, heading)


def show(
    request: HttpRequest, template: str, page: ProjectPage, *, status: int = 200, **context: object
) -> HttpResponse:
    """Render one page of a project."""
    return render(request, template, {"page": page, **context}, status=status)
