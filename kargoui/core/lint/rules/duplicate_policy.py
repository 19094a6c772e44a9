"""Two promotion policies of one ProjectConfig for the same Stage."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("duplicate-policy")
