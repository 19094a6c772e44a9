"""What the database holds of a project: its manifests, who may do what, its history, and unpublished work."""

from __future__ import annotations

from kargoui.pipelines.models.drafts import Draft, Edit
from kargoui.pipelines.models.history import AuditEntry, Revision, RevisionChange
from kargoui.pipelines.models.manifests import (
    MODEL_OF_KIND,
    Manifest,
    OtherManifest,
    ProjectConfig,
    PromotionTask,
    Stage,
    Warehouse,
)
from kargoui.pipelines.models.projects import Membership, Project, Role

__all__ = [
    "MODEL_OF_KIND",
    "AuditEntry",
    "Draft",
    "Edit",
    "Manifest",
    "Membership",
    "OtherManifest",
    "Project",
    "ProjectConfig",
    "PromotionTask",
    "Revision",
    "RevisionChange",
    "Role",
    "Stage",
    "Warehouse",
]
