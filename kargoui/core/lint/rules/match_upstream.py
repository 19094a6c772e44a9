"""MatchUpstream where there is not exactly one upstream Stage to match."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("match-upstream")
