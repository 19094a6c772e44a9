"""Which variables are read by whom."""

from __future__ import annotations

from kargoui.core.expr.reads import template_reads
from kargoui.core.lint.context import Context
from kargoui.core.lint.subjects import Manifest
from kargoui.core.lint.variables import of_manifest
from kargoui.core.remembered import Remembered

_EVERYTHING = frozenset({"*"})
_read: Remembered[frozenset[str]] = Remembered(8192)


def read_variables(manifest: Manifest, context: Context) -> frozenset[str] | None:
    """The variables that expressions of a Stage, of its tasks or of a task read.

    None where some may read any.
    """
    found = _own(manifest, context)
    for step in manifest.steps:
        if step.task is None:
            continue
        task = context.task_of(step)
        if task is None:
            return None
        # a default gives way to the promotion's variable of its name, also where nothing reads it
        found |= _own(task, context) | {name for name, _ in of_manifest(task)}
    return None if "*" in found else found


def _own(manifest: Manifest, context: Context) -> frozenset[str]:
    return _read.of((manifest, context.catalog), _read_own, manifest, context.version)


def _read_own(manifest: Manifest, version: str) -> frozenset[str]:
    found: set[str] = set()
    for expression in manifest.expressions:
        for path in template_reads(expression.text, version, expression.where).names:
            if path == ("vars",) or path[0] == "$env":
                return _EVERYTHING
            if path[0] == "vars":
                found.add(path[1])
    if "${" in str(manifest.at(("spec", "verification"))):
        return _EVERYTHING
    return frozenset(found)
