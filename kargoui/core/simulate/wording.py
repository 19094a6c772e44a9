"""What the promotion engine of 1.5 and later says when a step does not run well, by Kargo version.

Read in internal/promotion/simple_engine.go (to 1.6), pkg/promotion/simple_engine.go (1.7 and 1.8) and
pkg/promotion/local_orchestrator.go (later) of https://github.com/akuity/kargo
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from kargoui.core.catalog import VERSIONS
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.values import type_name

_NOT_BOOLEAN: Final = "expression must evaluate to a boolean"
_UNRECOVERABLE: Final = "an unrecoverable error occurred: "


def since(version: str, first: str) -> bool:
    """Whether `version` is `first` or a later one."""
    return VERSIONS.index(version) >= VERSIONS.index(first)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one Kargo version."""

    version: str
    shows_type: bool
    builds_context: bool
    registers: bool
    ends_failed: bool
    refuses_finally: bool

    def not_boolean(self, value: object) -> str:
        """An `if` that gives something else."""
        return f"{_NOT_BOOLEAN}, got {type_name(value)}" if self.shows_type else _NOT_BOOLEAN

    def unknown_kind(self, kind: str) -> str:
        """A step of a kind that is not there."""
        if self.registers:
            return (
                f"step kind {quote(kind)} is not registered; verify the kind is correct; if you are a "
                "Kargo Enterprise user, you may need to enable the promotion controller"
            )
        if self.builds_context:
            return f"error getting runner for step kind {quote(kind)}"
        return f"no promotion step runner found for kind {quote(kind)}"

    def no_config(self, error: str) -> str:
        """A config that cannot be evaluated."""
        prefix = "failed to build step context: " if self.builds_context else _UNRECOVERABLE
        return f"{prefix}failed to get step config: {error}"

    def refused(self, alias: str, threshold: int, error: str) -> tuple[str, str]:
        """Status and message of a step whose config breaks its schema."""
        if self.refuses_finally:
            return self.failed(alias, error)
        text = f"step {quote(alias)} met error threshold of {threshold}: error running step {quote(alias)}: "
        return "Errored", text + error

    def failed(self, alias: str, error: str) -> tuple[str, str]:
        """Status and message of a step that failed for good."""
        return ("Failed", f"step {quote(alias)}: {error}") if self.ends_failed else self.errored(alias, error)

    def errored(self, alias: str, error: str) -> tuple[str, str]:
        """Status and message of a step that errored for good."""
        return "Errored", f"{_UNRECOVERABLE}error running step {quote(alias)}: {error}"


@cache
def wording(version: str) -> Wording:
    """The words of a Kargo version from 1.5 on."""
    return Wording(
        version,
        shows_type=since(version, "1.9"),
        builds_context=since(version, "1.9"),
        registers=since(version, "1.11"),
        ends_failed=since(version, "1.10"),
        refuses_finally=since(version, "1.7"),
    )
