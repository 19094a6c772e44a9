"""A semver constraint that cannot be read."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("wrong-constraint")
