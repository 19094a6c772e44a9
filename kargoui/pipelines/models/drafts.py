"""Work that is not published yet: a draft is a list of edits, which undo and redo walk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Max, Q, QuerySet

from kargoui.pipelines.models.encoding import DocumentEncoder
from kargoui.pipelines.models.projects import Project


class Draft(models.Model):
    """A user's edits of a project; at most one is open for each user and project."""

    class State(models.TextChoices):
        OPEN = "open"
        PUBLISHED = "published"
        DISCARDED = "discarded"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="drafts")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    created = models.DateTimeField(auto_now_add=True)
    saved = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "owner"],
                condition=Q(state="open"),
                name="one_open_draft_per_user_and_project",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "published", "discarded"]), name="draft_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.owner} in {self.project}"


class EditQuerySet(QuerySet["Edit"]):
    """Edits of one draft."""

    def done(self) -> EditQuerySet:
        """Those that count: not undone."""
        return self.filter(undone=False)

    def latest_each(self) -> EditQuerySet:
        """For every manifest its latest edit that counts: what the draft makes of it."""
        last = self.done().order_by().values("kind", "name").annotate(edge=Max("position")).values("edge")
        return self.filter(position__in=last)


class Edit(models.Model):
    """One step of a draft: what one manifest was and what it then is.

    `kind` and `name` say which manifest, by the name it had when the draft first touched it; `new_name` is
    the name it has after this edit, empty when the edit deletes it, as `after` then is. `before` is empty
    when the edit makes the manifest. `document`, `digest`, `problems`, `references` and `lines` are those of
    `after`, as in Manifest. `based_on` is the digest of the published manifest that the draft set out from,
    empty when there was none: publishing compares it with what is there by then.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="edits")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=253)
    name = models.CharField(max_length=253)
    new_name = models.CharField(max_length=253, blank=True)
    file = models.CharField(max_length=500)
    digest = models.CharField(max_length=64, blank=True)
    based_on = models.CharField(max_length=64, blank=True)
    lines = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, encoder=DocumentEncoder)
    references = models.JSONField(default=list)
    undone = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="edits")
    created = models.DateTimeField(auto_now_add=True)
    # The long ones come last: SQLite then reads the others without them.
    operations = models.JSONField(default=list, encoder=DocumentEncoder)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    document = models.JSONField(null=True, encoder=DocumentEncoder)

    objects = EditQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "position"], name="unique_edit_position"),
        ]
        indexes = [models.Index(fields=["draft", "kind", "name", "position"], name="edit_manifest")]

    def __str__(self) -> str:
        return f"edit {self.position} of {self.draft}: {self.kind} {self.name}"
