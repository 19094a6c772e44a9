"""Two webhook receivers of one config with the same name."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("duplicate-receiver")
