"""A Stage that requests Freight of the same Warehouse twice."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("duplicate-origin")
