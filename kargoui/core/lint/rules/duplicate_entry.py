"""A list that says the same twice where each may stand once."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("duplicate-entry")
