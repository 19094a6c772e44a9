"""Audits a project: rules that find what fails, what is not meant, and what could be better, with fixes.

    for finding in audit(read(text, "stages.yaml"), "1.11"):
        print(finding.file, finding.line, finding.rule, finding.sentence)

A rule is a module of `rules` with a page of the same name beside it: why it matters, a bad and a good
example, which are its tests. docs/contributing/rule.md says how to add one.
"""

from __future__ import annotations

from kargoui.core.lint.audit import Settings, audit
from kargoui.core.lint.context import Context
from kargoui.core.lint.finding import ERROR, INFO, WARNING, Edit, Finding, Fix, Severity
from kargoui.core.lint.registry import Rule, all_rules, page, rule, summary
from kargoui.core.lint.subjects import Expression, Manifest, Step

__all__ = [
    "ERROR",
    "INFO",
    "WARNING",
    "Context",
    "Edit",
    "Expression",
    "Finding",
    "Fix",
    "Manifest",
    "Rule",
    "Settings",
    "Severity",
    "Step",
    "all_rules",
    "audit",
    "page",
    "rule",
    "summary",
]
