"""Two steps of one list with the same alias."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("duplicate-alias")
