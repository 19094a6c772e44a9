"""What counts as short, and what an interval below the minimum means."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import page_of

PAGE = page_of("interval-too-short")
SETTINGS = Settings(select=frozenset({"interval-too-short"}))


def said(interval: str, version: str = "1.11") -> str:
    text = PAGE.bad.replace("30s", interval)
    return " ".join(str(each.sentence) for each in audit(read(text), version, SETTINGS))


@pytest.mark.parametrize("interval", ["5m", "300s", "1h", "soon", "'5'", "5"])
def test_five_minutes_are_enough_and_what_is_no_duration_is_refused_elsewhere(interval: str) -> None:
    assert said(interval) == ""


def test_what_is_below_the_minimum_does_not_count() -> None:
    assert "Kargo's chart allows no less than 5m0s" in said("2m30s")
    assert "24 times an hour" in said("2m30s")


def test_before_1_6_nothing_held_a_warehouse_back() -> None:
    assert "is asked 120 times an hour, and registries" in said("30s", "1.5")


def test_no_time_at_all_is_no_pause() -> None:
    assert "without a pause" in said("0s")
