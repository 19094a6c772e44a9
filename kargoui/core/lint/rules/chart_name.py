"""A chart subscription whose name does not go with its repoURL."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("chart-name")
