"""Everything that writes: keyword-only, for an acting user, in one transaction, with an audit row."""

from __future__ import annotations

from kargoui.pipelines.services.drafts import discard, drafting, open_draft, redo, undo
from kargoui.pipelines.services.editing import (
    create_manifest,
    delete_manifest,
    discard_manifest,
    edit_manifest,
)
from kargoui.pipelines.services.exporting import Export, export_project
from kargoui.pipelines.services.import_report import ImportRefused, ImportReport, ImportRow
from kargoui.pipelines.services.importing import import_files
from kargoui.pipelines.services.members import remove_member, set_member
from kargoui.pipelines.services.projects import create_project, ignore_rules, retarget
from kargoui.pipelines.services.publishing import publish

__all__ = [
    "Export",
    "ImportRefused",
    "ImportReport",
    "ImportRow",
    "create_manifest",
    "create_project",
    "delete_manifest",
    "discard",
    "discard_manifest",
    "drafting",
    "edit_manifest",
    "export_project",
    "ignore_rules",
    "import_files",
    "open_draft",
    "publish",
    "redo",
    "remove_member",
    "retarget",
    "set_member",
    "undo",
]
