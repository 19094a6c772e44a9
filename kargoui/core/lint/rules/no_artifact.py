"""A Freight without any commit, image, chart or artifact."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("no-artifact")
