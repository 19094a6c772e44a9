"""A Warehouse, Stage or PromotionTask that a Stage names, and that is not there."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("dangling-reference", reach="neighbours")
