"""Manifests: the author's text, and the parsed document beside it for queries."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q

from kargoui.pipelines.models.encoding import DocumentEncoder
from kargoui.pipelines.models.projects import Project


def digest_of(text: str) -> str:
    """What two texts have in common exactly when they are the same."""
    return hashlib.sha256(text.encode()).hexdigest()


class Manifest(models.Model):
    """One Kubernetes resource as a slice of a file: the slices of a file, by position, are the file.

    `problems` are the manifest's own at the project's Kargo version and `references` what it names, both in
    the shapes of `pipelines.stored`, with lines relative to the text. `lines` is how many line ends the text
    holds, so that lines in the file can be told without loading what stands before.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    name = models.CharField(max_length=253)
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=500)
    position = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    problems = models.JSONField(default=list, encoder=DocumentEncoder)
    references = models.JSONField(default=list)
    # The long ones come last: SQLite then reads the others without them.
    text = models.TextField()
    document = models.JSONField(encoder=DocumentEncoder)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.name}"


class NamedManifest(Manifest):
    """A manifest of a kind that kargoui knows: its name is unique within project and kind."""

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="unique_%(class)s_name"),
            models.UniqueConstraint(fields=["project", "file", "position"], name="unique_%(class)s_place"),
            models.CheckConstraint(condition=~Q(name=""), name="%(class)s_has_a_name"),
        ]


class Warehouse(NamedManifest):
    """Watches repositories and produces Freight."""


class Stage(NamedManifest):
    """Requests Freight and promotes it."""


class PromotionTask(NamedManifest):
    """Steps that several Stages share."""


class ProjectConfig(NamedManifest):
    """A project's promotion policies and webhook receivers."""


class OtherManifest(Manifest):
    """Any other kind, kept verbatim; `kind` is `Kind.group` where a kind above has the same name."""

    kind = models.CharField(max_length=253)
    name = models.CharField(max_length=253, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "file", "position"], name="unique_othermanifest_place")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


MODEL_OF_KIND: dict[str, type[NamedManifest]] = {
    "Warehouse": Warehouse,
    "Stage": Stage,
    "PromotionTask": PromotionTask,
    "ProjectConfig": ProjectConfig,
}
