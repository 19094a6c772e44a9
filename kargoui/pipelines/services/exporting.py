"""Taking a project away, as files."""

from __future__ import annotations

from dataclasses import dataclass

from kargoui.accounts.models import User
from kargoui.core.manifest.export import as_kustomize_zip, as_stream, as_zip
from kargoui.pipelines import access
from kargoui.pipelines.errors import NotFound
from kargoui.pipelines.models import Draft, Project, Role
from kargoui.pipelines.state import ProjectState


@dataclass(frozen=True, slots=True)
class Export:
    """A file to download."""

    filename: str
    content_type: str
    content: bytes


def export_project(*, project: Project, acting_user: User, form: str, draft: Draft | None = None) -> Export:
    """The published state, or the project as a draft would leave it, as "yaml", "zip" or "kustomize".

    What was not edited is byte for byte what was imported. A project that was imported as one file is that
    file as "yaml"; "zip" holds the original files, "kustomize" a kustomization.yaml beside them. Takes a
    viewer; a draft is exported for its owner alone.
    """
    access.require(acting_user, project, Role.VIEWER)
    if draft is not None:
        access.require_own(acting_user, draft, project)
    documents = ProjectState(project, draft).texts()
    name = project.name
    if form == "yaml":
        return Export(f"{name}.yaml", "application/yaml", as_stream(documents).encode())
    if form == "zip":
        return Export(f"{name}.zip", "application/zip", as_zip(documents))
    if form == "kustomize":
        return Export(f"{name}-kustomize.zip", "application/zip", as_kustomize_zip(documents, name))
    raise NotFound
