"""A field that Kargo requires, and that is not given."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("missing-field")
