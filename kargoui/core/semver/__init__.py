"""Semantic versions and constraints on them, as Masterminds/semver has them in each Kargo version."""

from __future__ import annotations

from kargoui.core.semver.comparison import Comparison
from kargoui.core.semver.constraints import (
    ConstraintError,
    Constraints,
    is_constraint,
    parse_constraints,
)
from kargoui.core.semver.version import INVALID, Version, VersionError, compare, parse_version

__all__ = [
    "INVALID",
    "Comparison",
    "ConstraintError",
    "Constraints",
    "Version",
    "VersionError",
    "compare",
    "is_constraint",
    "parse_constraints",
    "parse_version",
]
