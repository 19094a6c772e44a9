"""A number, a text or a list that is too small or too large."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("out-of-bounds")
