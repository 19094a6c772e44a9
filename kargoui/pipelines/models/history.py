"""What happened, only ever added to; the database refuses updates of these rows (see migration 0002)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kargoui.pipelines.models.encoding import DocumentEncoder
from kargoui.pipelines.models.projects import Project


class Revision(models.Model):
    """One published state of a project, numbered from 1, kept forever."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    message = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions")
    override_reason = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="unique_revision_number"),
        ]

    def __str__(self) -> str:
        return f"{self.project} revision {self.number}"


class RevisionChange(models.Model):
    """What a revision did to one manifest; `before` is empty when it is new, `after` when it was deleted."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=253)
    name = models.CharField(max_length=253, blank=True)
    file = models.CharField(max_length=500)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "name"], name="revisionchange_manifest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} in {self.revision}"


class AuditEntry(models.Model):
    """Who did what, when. `details` are counts, names and roles: never the text of a manifest."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="audit_entries")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audit_entries"
    )
    action = models.CharField(max_length=40)
    kind = models.CharField(max_length=253, blank=True)
    name = models.CharField(max_length=253, blank=True)
    details = models.JSONField(default=dict, encoder=DocumentEncoder)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.project}"
