"""Fields that exclude each other, given together."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("conflicting-fields")
