"""Findings as SARIF 2.1.0, with what GitHub's code scanning asks for.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from kargoui.core.lint.finding import Finding, Severity
from kargoui.core.lint.registry import Rule, page, summary
from kargoui.core.lint.reports import Report
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.path import format_path

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "recommendation"}
_LONGEST: Final = 1_000  # characters of a description; GitHub takes 1,024
_LINE_END = re.compile(r"\r\n|\r|\n")


def as_sarif(report: Report, tool_version: str = "") -> str:
    """One run, with all rules that were asked and their pages."""
    driver: dict[str, object] = {"name": "kargoui", "rules": list(map(_rule, report.rules))}
    if tool_version:
        driver["version"] = tool_version
    failures = [_notification(error) for error in report.errors]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not failures, "toolExecutionNotifications": failures}],
        "results": list(_results(report)),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    text = page(rule)
    return {
        "id": rule.name,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": summary(rule)},
        "fullDescription": {"text": _why(text)},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"problem.severity": _PROBLEM[rule.severity], "tags": ["kargo"]},
    }


def _why(page: str) -> str:
    """What a page says before its examples, below its title and its line of facts."""
    paragraphs = page.partition("\n## ")[0].split("\n\n")[2:]
    text = "\n\n".join(paragraph.replace("\n", " ").strip() for paragraph in paragraphs)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _results(report: Report) -> Iterator[dict[str, Any]]:
    indices = {rule.name: index for index, rule in enumerate(report.rules)}
    texts = _lines(report.documents)
    seen: Counter[str] = Counter()
    for finding in report.findings:
        line = texts.get((finding.file, finding.line), "")
        mark = _fingerprint(finding, line)
        seen[mark] += 1
        yield {
            "ruleId": finding.rule,
            "ruleIndex": indices[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": str(finding.sentence)},
            "locations": [
                {
                    "physicalLocation": _place(finding.file, finding.line, finding.column, line),
                    "logicalLocations": [{"fullyQualifiedName": _logical(finding), "kind": "resource"}],
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": f"{mark}:{seen[mark]}"},
            "properties": {"fixable": finding.fix is not None},
        }


def _lines(documents: Iterable[Document]) -> dict[tuple[str, int], str]:
    return {
        (document.file, document.line + number): line
        for document in documents
        for number, line in enumerate(_LINE_END.split(document.text.removeprefix("\ufeff")), 1)
    }


def _place(file: str, line: int, column: int, text: str = "") -> dict[str, object]:
    address = f"file://{quote(file)}" if file.startswith("/") else quote(file)
    place: dict[str, object] = {"artifactLocation": {"uri": address}}
    if line:
        last = max(len(text.rstrip()), column)
        region = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": last + 1}
        place["region"] = region
    return place


def _logical(finding: Finding) -> str:
    names = [part for part in (finding.kind, finding.name, format_path(finding.path)) if part]
    return "/".join(names)


def _fingerprint(finding: Finding, line: str) -> str:
    """What stays the same where lines are put above a finding, or items before it in a list."""
    path = ".".join("[]" if isinstance(part, int) else part for part in finding.path)
    parts = (finding.rule, finding.project, finding.kind, finding.name, path, line.strip())
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def _notification(error: ManifestError) -> dict[str, object]:
    return {
        "level": "error",
        "message": {"text": str(error.sentence)},
        "locations": [{"physicalLocation": _place(error.file, error.line, error.column or 1)}],
    }
