"""What every page of a project needs: the project as the draft leaves it, and what the reader may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kargoui.core.pipeline import origin_colour
from kargoui.pipelines import access
from kargoui.pipelines.models import Draft, Project
from kargoui.pipelines.state import ProjectState


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the side navigation."""

    name: str
    current: bool = False
    colour: int = 0


@dataclass
class ProjectPage:
    """The frame of a page: project, draft and the reader's rights."""

    project: Project
    draft: Draft | None
    state: ProjectState
    role: str
    section: str
    heading: str = ""

    @property
    def can_edit(self) -> bool:
        return access.allows(self.role, access.EDITOR)

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
    def names(self) -> dict[str, list[str]]:
        return self.state.names()

    @property
    def warehouses(self) -> list[Item]:
        names = self.names.get("Warehouse", [])
        return [Item(n, self._current("warehouse", n), origin_colour(n, names)) for n in names]

    @property
    def stages(self) -> list[Item]:
        return [Item(n, self._current("stage", n)) for n in self.names.get("Stage", [])]

    @property
    def tasks(self) -> list[Item]:
        return [Item(n, self._current("task", n)) for n in self.names.get("PromotionTask", [])]

    def _current(self, section: str, name: str) -> bool:
        return self.section == section and self.heading == name


def project_page(request: HttpRequest, name: str, section: str, heading: str = "") -> ProjectPage:
    """The page of project `name` for whoever asks; 404 for outsiders."""
    project, role = access.project_for(request.user, name)
    draft = access.current_draft(project, request.user)
    return ProjectPage(project, draft, ProjectState(project, draft), role, section, heading)


def show(request: HttpRequest, template: str, page: ProjectPage, **context: object) -> HttpResponse:
    """Render one page of a project."""
    return render(request, template, {"page": page, **context})
