"""A step of a Stage that references a task and has an `if`."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("task-with-if")
