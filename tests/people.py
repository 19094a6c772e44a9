"""The people of a test: an admin, an editor and a viewer of a project, and somebody who is no member."""

from __future__ import annotations

from kargoui.accounts.models import User
from kargoui.pipelines.models import Membership, Project, Role


def make_user(name: str) -> User:
    """A user without a password."""
    return User.objects.create_user(name)


def make_project(admin: User, *, name: str = "acme-pay", version: str = "1.11") -> Project:
    """An empty project, made without a service."""
    project = Project.objects.create(name=name, kargo_version=version)
    Membership.objects.create(project=project, user=admin, role=Role.ADMIN)
    return project
