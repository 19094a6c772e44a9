"""What a limit costs, and where it costs nothing."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import found_in, page_of

PAGE = page_of("discovery-limit-too-large")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("discoveryLimit: 100", "discoveryLimit: 50", False),
        ("discoveryLimit: 100", "discoveryLimit: 51", True),
        ("interval: 5m0s", "interval: 30m", False),
        ("interval: 5m0s", "interval: 10s", True),  # the chart's minimum counts
        ("constraint: ^1.0.0", "imageSelectionStrategy: NewestBuild", False),
        ("constraint: ^1.0.0", "imageSelectionStrategy: Lexical", True),
    ],
)
def test_requests_an_hour_are_what_counts(old: str, new: str, found: bool) -> None:
    assert bool(found_in(PAGE, PAGE.bad.replace(old, new))) is found


def test_charts_come_with_one_request() -> None:
    chart = PAGE.bad.replace("image:", "chart:").replace("ghcr.io", "oci://ghcr.io")
    assert found_in(PAGE, chart) == []


def test_before_1_6_there_was_no_minimum_and_before_1_9_no_cache() -> None:
    text = PAGE.good.replace("interval: 5m0s", "interval: 1m")
    settings = Settings(select=frozenset({"discovery-limit-too-large"}))
    (found,) = audit(read(text), "1.5", settings)
    assert "6000 requests an hour. Lower it, or raise" in str(found.sentence)
