"""Making a manifest with a small form."""

from __future__ import annotations

from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kargoui.core.sentence import Sentence
from kargoui.editor.links import manifest_url
from kargoui.editor.pages import ProjectPage, person, show
from kargoui.pipelines import services
from kargoui.pipelines.errors import Refused


class ManifestForm(Protocol):
    """A form that knows the YAML of what was asked for."""

    cleaned_data: dict[str, object]

    def is_valid(self) -> bool: ...
    def manifest(self, project: str) -> str: ...


def create(
    request: HttpRequest, page: ProjectPage, form: ManifestForm, kind: str, **words: str
) -> HttpResponse:
    """Show the form, or make the manifest and go to its page; what was refused is said above the form."""
    refused: tuple[Sentence, ...] = ()
    user = person(request)
    if request.method == "POST" and form.is_valid():
        name = str(form.cleaned_data["name"])
        try:
            with services.drafting(project=page.project, acting_user=user) as draft:
                services.create_manifest(draft=draft, text=form.manifest(page.project.name), acting_user=user)
        except Refused as refusal:
            refused = tuple(refusal.sentences)
        else:
            return redirect(manifest_url(page.project.name, kind, name))
    status = 422 if request.method == "POST" else 200
    return show(
        request, "editor/workbench/new.html", page, status=status, form=form, refused=refused, **words
    )
