"""How often a Warehouse discovers, as far as its manifest and Kargo's defaults tell."""

from __future__ import annotations

from typing import Final

from kargoui.core.catalog import VERSIONS
from kargoui.core.expr.builtin_times import parse_duration
from kargoui.core.lint.subjects import Manifest
from kargoui.core.pipeline.reading import text

HOUR: Final = 3_600 * 10**9  # all in nanoseconds, as Go has durations
LEAST: Final = 300 * 10**9


def interval(manifest: Manifest) -> int | None:
    """The interval of a Warehouse as written; None where it has none, or none that can be read."""
    try:
        return parse_duration(text(manifest.at(("spec", "interval"))))
    except ValueError:
        return None


def has_minimum(version: str) -> bool:
    """Whether Kargo's chart sets a minimum, which is LEAST unless an operator has changed it."""
    return VERSIONS.index(version) >= VERSIONS.index("1.6")


def asked_every(manifest: Manifest, version: str) -> int:
    """The time between two discoveries, with Kargo's defaults, and never less than a second."""
    written = interval(manifest)
    if written is None:
        return LEAST
    return max(written, LEAST if has_minimum(version) else 10**9)
