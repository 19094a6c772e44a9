"""Findings for people: a line each, as compilers write them, and one for the sum."""

from __future__ import annotations

from kargoui.core.lint.finding import Finding
from kargoui.core.lint.reports import Report
from kargoui.core.manifest.path import format_path


def as_text(report: Report) -> str:
    """`file:line:column: severity: Kind/name: path: sentence [rule]`, and the sum."""
    return "".join(f"{line}\n" for line in (*map(_line, report.findings), summed(report)))


def summed(report: Report) -> str:
    """How many manifests were looked at and what was found in them, in one line."""
    counts = report.counts
    parts = [
        _counted(report.manifests, "manifest"),
        _counted(counts["error"], "error"),
        _counted(counts["warning"], "warning"),
        f"{counts['info']} info",
    ]
    if report.mended:
        parts.append(f"{report.mended} fixed")
    if report.fixable:
        parts.append(f"{report.fixable} can be fixed with --fix")
    if report.errors:
        parts.append(f"{len(report.errors)} unreadable")
    return ", ".join(parts)


def _line(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line}:{finding.column}"
    path = format_path(finding.path)
    parts = [
        place,
        finding.severity,
        f"{finding.kind or '?'}/{finding.name or '?'}",
        *([path] if path else []),
    ]
    return f"{': '.join([*parts, str(finding.sentence)])} [{finding.rule}]"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
