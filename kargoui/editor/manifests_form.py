"""The manifests that somebody uploads or pastes, as source files."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext

from kargoui.core.catalog import LATEST, VERSIONS
from kargoui.core.manifest.bundle import SourceFile, read_bundle, unpacked

PASTED = "pasted.yaml"


class ManifestsForm(forms.Form):
    """Files, pasted text, or both."""

    text = forms.Field(required=False)  # as it was typed: the loader says what is wrong with it
    leave_out_secrets = forms.BooleanField(required=False)

    def sources(self, request: HttpRequest) -> list[SourceFile]:
        """What was sent, files first; empty when nothing was."""
        files = [
            SourceFile(file.name or "", file.read())
            for file in request.FILES.getlist("files")
            if isinstance(file, UploadedFile)
        ]
        # Browsers send every line end of a text area as CR LF, whatever was pasted into it.
        text = str(self.cleaned_data["text"] or "").replace("\r\n", "\n")
        if text.strip():
            files.append(SourceFile(PASTED, text.encode()))
        return files


class NewProjectForm(ManifestsForm):
    """A project's name and Kargo version, and the manifests it begins with."""

    name = forms.CharField(required=False, max_length=63)
    kargo_version = forms.ChoiceField(choices=[(version, version) for version in VERSIONS], initial=LATEST)
    versions = VERSIONS[::-1]


def suggested_name(files: list[SourceFile]) -> str:
    """The project that the manifests say they belong to; empty when they name none, or several."""
    documents = read_bundle(unpacked(files)).documents
    projects = {d.name for d in documents if d.is_kargo and d.kind == "Project" and d.name}
    namespaces = {d.namespace for d in documents if d.is_kargo and d.namespace}
    named = projects or namespaces
    return named.pop() if len(named) == 1 else ""


def nothing_sent() -> str:
    """The sentence for an import without any manifest."""
    return gettext("There is nothing to import: choose a file, or paste YAML.")
