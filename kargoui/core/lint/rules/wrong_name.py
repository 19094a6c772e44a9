"""A name that the cluster does not take, or that has to be another one."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("wrong-name")
