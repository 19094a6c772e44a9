"""Projects, and who may do what in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member may do; each role may also do what the ones before it may."""

    VIEWER = "viewer", _("Viewer")
    EDITOR = "editor", _("Editor")
    ADMIN = "admin", _("Admin")

    def covers(self, other: Role) -> bool:
        """Whether somebody with this role may do what `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Project(models.Model):
    """A Kargo Project: its name is the namespace that its manifests live in.

    `ignored_rules` are names of rules of `kargoui.core.lint` that the project is not asked about.
    """

    name = models.CharField(max_length=63, unique=True)
    kargo_version = models.CharField(max_length=10)
    ignored_rules = models.JSONField(default=list, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="projects")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="project_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a user belongs to a project, and as what."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=6, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="one_membership_per_user_and_project"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.role} of {self.project}"
