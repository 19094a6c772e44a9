"""The audit row that every write leaves."""

from __future__ import annotations

from kargoui.accounts.models import User
from kargoui.pipelines.models import AuditEntry, Project


def record(
    project: Project, acting_user: User, action: str, *, kind: str = "", name: str = "", **details: object
) -> None:
    """Remember who did what. `details` are counts, names and roles, never text of a manifest."""
    AuditEntry.objects.create(
        project=project, actor=acting_user, action=action, kind=kind, name=name, details=details
    )
