"""Findings for programs."""

from __future__ import annotations

import json

from kargoui.core.lint.finding import Finding
from kargoui.core.lint.reports import Report
from kargoui.core.manifest.path import format_path


def as_json(report: Report) -> str:
    """`{"findings": [...], "summary": {...}, "errors": [...]}`; errors are what could not be read."""
    errors = [
        {"file": error.file, "line": error.line, "column": error.column, "message": str(error.sentence)}
        for error in report.errors
    ]
    summary: dict[str, object] = {
        "kargo": report.version,
        "manifests": report.manifests,
        "findings": len(report.findings),
        **report.counts,
        "fixable": report.fixable,
        "fixed": report.mended,
        "unreadable": len(errors),
    }
    found = {"findings": list(map(_fields, report.findings)), "summary": summary, "errors": errors}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _fields(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "kind": finding.kind,
        "name": finding.name,
        "path": format_path(finding.path),
        "message": str(finding.sentence),
        "fixable": finding.fix is not None,
    }
