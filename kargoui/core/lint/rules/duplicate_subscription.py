"""A Warehouse that subscribes to the same repository twice."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("duplicate-subscription")
