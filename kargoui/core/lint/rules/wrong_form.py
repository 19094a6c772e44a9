"""A text that has not the form which Kargo requires: a duration, an address, a pattern."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("wrong-form")
