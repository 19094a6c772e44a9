"""An alias that Kargo gives to steps which have none."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("reserved-alias")
