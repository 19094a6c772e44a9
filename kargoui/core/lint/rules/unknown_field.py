"""A field that the target version of Kargo does not know."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("unknown-field")
