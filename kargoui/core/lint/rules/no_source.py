"""A request for Freight that no Warehouse and no Stage can hand on."""

from __future__ import annotations

from kargoui.core.lint.problem_rules import problem_rule

problem_rule("no-source")
