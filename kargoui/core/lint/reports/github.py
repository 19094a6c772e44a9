"""Findings as commands that GitHub Actions turns into annotations of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kargoui.core.lint.finding import Severity
from kargoui.core.lint.reports import Report
from kargoui.core.lint.reports.text import summed

_COMMANDS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}


def as_github(report: Report) -> str:
    """`::error file=...,line=...,col=...,title=rule::message` for each finding, and the sum."""
    lines = [
        _command(_COMMANDS[each.severity], each.file, each.line, each.column, each.rule, str(each.sentence))
        for each in report.findings
    ]
    lines += [
        _command("error", error.file, error.line, error.column, "unreadable", str(error.sentence))
        for error in report.errors
    ]
    return "".join(f"{line}\n" for line in (*lines, summed(report)))


def _command(name: str, file: str, line: int, column: int, title: str, message: str) -> str:
    given = {"file": file, "line": line, "col": column, "title": title}
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in given.items() if value)
    return f"::{name} {properties}::{_data(message)}"


def _data(text: str) -> str:
    """As actions/toolkit escapes them (packages/core/src/command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
