"""A value of another type than its field has."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("wrong-type")
