"""A value where Kargo takes only some, and this is none of them."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("unknown-value")
