"""One manifest on its page: what is shown of it, one edit at a time, and the answer to an edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kargoui.core.catalog import Catalog, catalog
from kargoui.core.lint import Finding
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.operations import Operation
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.editor.guard_form import GuardForm
from kargoui.editor.pages import ProjectPage, by_htmx, person, project_page
from kargoui.editor.step_values import ValueForm
from kargoui.editor.steps import STEPS_OF, VARS_OF, StepCard, Var, at, step_cards, task_names, variables
from kargoui.editor.yaml_view import YamlView, yaml_view
from kargoui.pipelines import access, services, targets
from kargoui.pipelines.errors import NotFound, Refused
from kargoui.pipelines.findings import of_manifest
from kargoui.pipelines.index import row_of
from kargoui.pipelines.models import Role
from kargoui.pipelines.state import ManifestState, ProjectState
from kargoui.pipelines.stored import Named

GONE = Sentence(
    gettext_noop("What you changed is no longer there: somebody has changed it meanwhile, see below.")
)
EDITED = "manifest-edited"  # what the page is told, so that it simulates in a request of its own
# What an answer to htmx brings beside the part that was asked for.
_BESIDE = (
    "editor/workbench/_problems.html",
    "editor/workbench/_yaml_changes.html",
    "editor/workbench/_yaml_code.html",
    "editor/draft_bar.html",
)


@dataclass
class Workbench:
    """A manifest as the draft leaves it; the pages of Stages, tasks and Warehouses add their parts."""

    page: ProjectPage
    name: str
    before: str | None = None
    moved: str = ""
    guarded: str = ""
    steps_refused: Sequence[Sentence] = ()
    variables_refused: Sequence[Sentence] = ()
    guard_form: GuardForm | None = None
    saved_value: tuple[str, str] = (
        "",
        "",
    )  # the key of the step or variable whose value was changed last, and its path
    value_form: ValueForm | None = None

    kind: ClassVar[str] = ""
    route: ClassVar[str] = ""
    guard_route: ClassVar[str] = ""
    value_route: ClassVar[str] = ""
    variable_route: ClassVar[str] = ""
    evaluation_route: ClassVar[str] = ""

    @cached_property
    def manifest(self) -> ManifestState:
        """The manifest with its place and problems, for which the names of all others are read."""
        found = self.page.state.manifest(self.kind, self.name)
        if found is None:
            raise NotFound
        return found

    @property
    def findings(self) -> list[Finding]:
        """What the rules find in it beyond its problems."""
        known = {(problem.path, str(problem.sentence)) for problem in self.manifest.problems}
        found = of_manifest(self.page.state, self.manifest)
        return [each for each in found if (each.path, str(each.sentence)) not in known]

    @cached_property
    def text(self) -> str:
        """Its text alone, which is all that an edit begins with."""
        if "manifest" in vars(self):
            return self.manifest.text
        draft, project = self.page.draft, self.page.project
        found = targets.find(draft, self.kind, self.name) if draft else row_of(project, self.kind, self.name)
        if found is None:
            raise NotFound
        return str(found.text)

    @cached_property
    def data(self) -> object:
        return self.manifest.data if "manifest" in vars(self) else load_data(self.text)

    @property
    def url(self) -> str:
        return reverse(self.route, args=[self.page.project.name, self.name])

    @cached_property
    def catalog(self) -> Catalog:
        return catalog(self.page.project.kargo_version)

    @cached_property
    def yaml(self) -> YamlView:
        manifest = self.manifest
        return yaml_view(
            manifest.text,
            manifest.base_text,
            before=manifest.base_text if self.before is None else self.before,
            lines_before=manifest.line,
            problem_lines={problem.line for problem in manifest.problems},
        )

    @cached_property
    def raw_steps(self) -> list[object]:
        steps = at(self.data, STEPS_OF[self.kind])
        return steps if isinstance(steps, list) else []

    @cached_property
    def steps(self) -> tuple[StepCard, ...]:
        return step_cards(
            self.raw_steps, self.catalog, documents(self.page, "PromotionTask", task_names(self.raw_steps))
        )

    @property
    def vars(self) -> list[Var]:
        of_task = self.kind == "PromotionTask"
        return [
            var
            for path in VARS_OF[self.kind]
            for var in variables(at(self.data, path), path, of_task=of_task)
        ]

    @property
    def steps_caption(self) -> str:
        """How many steps there are, and of which task if they are all one task's."""
        if len(self.steps) == 1 and self.steps[0].task:
            name = self.steps[0].task
            sharing = len(self.page.state.referring("Stage", "PromotionTask", name))
            shared = ngettext("used by this Stage alone", "shared by %(count)s Stages", sharing) % {
                "count": sharing
            }
            return _("task %(name)s, %(shared)s") % {"name": name, "shared": shared}
        count = len(self.steps)
        return ngettext("%(count)s step", "%(count)s steps", count) % {"count": count} if count else ""

    @property
    def details(self) -> list[tuple[str, str]]:
        """What else a manifest says of itself, as label and value."""
        rows = [(_("File"), self.manifest.file)]
        for part in ("labels", "annotations"):
            entries = at(self.data, ("metadata", part))
            if isinstance(entries, Mapping):
                rows += [(f"{part}: {key}", str(value)) for key, value in entries.items()]
        shard = at(self.data, ("spec", "shard"))
        return [*rows, ("shard", str(shard))] if shard else rows


Bench = TypeVar("Bench", bound=Workbench)


def documents(page: ProjectPage, kind: str, names: Sequence[str]) -> dict[str, object]:
    """The documents of some manifests; names that the project does not have are left out."""
    return page.state.data_of(kind, names)


def edit(
    request: HttpRequest, bench: Workbench, operations: Sequence[Operation], manifest: Named | None = None
) -> Sequence[Sentence]:
    """Make one edit of the manifest, or of another one; why it was refused, or nothing when it was made."""
    if not operations:
        return ()
    user = person(request)
    kind, name = manifest or (bench.kind, bench.name)
    try:
        with services.drafting(project=bench.page.project, acting_user=user) as draft:
            services.edit_manifest(draft=draft, kind=kind, name=name, operations=operations, acting_user=user)
    except Refused as refusal:
        return refusal.sentences
    return ()


def open_bench(request: HttpRequest, bench: type[Bench], project: str, name: str, *, editing: bool) -> Bench:
    """The manifest's page; 404 where there is none, 403 for those who may not edit and want to."""
    role = Role.EDITOR if editing else Role.VIEWER
    opened = bench(project_page(request, project, bench.route, name, role), name)
    _ = opened.text if editing else opened.manifest
    return opened


def reread(request: HttpRequest, bench: Bench) -> Bench:
    """The manifest after an edit, with the text before it remembered."""
    before = bench.page
    draft = access.current_draft(before.project, person(request))
    page = replace(before, draft=draft, state=ProjectState(before.project, draft))
    after = type(bench)(page, bench.name, before=bench.text)
    _ = after.manifest
    return after


def answer(
    request: HttpRequest, template: str, part: str, bench: Workbench, status: int, **context: object
) -> HttpResponse:
    """What follows an edit: for htmx the part and what is beside it, else the page or a redirect to it."""
    context = {"page": bench.page, "work": bench, **context}
    if not by_htmx(request):
        return redirect(bench.url) if status < 400 else render(request, template, context, status=status)
    parts = [render_to_string(part, context, request)]
    parts += [render_to_string(name, {**context, "oob": True}, request) for name in _BESIDE]
    if status < 400:
        parts.append(render_to_string("editor/workbench/_removed.html", context, request))
    made = HttpResponse("\n".join(parts), status=status)
    if status < 400:
        made["HX-Trigger-After-Settle"] = EDITED
    return made
