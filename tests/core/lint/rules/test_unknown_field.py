"""What each version knows."""

from __future__ import annotations

from dataclasses import replace

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("unknown-field")


def test_a_field_is_known_from_its_version_on() -> None:
    text = f"{PAGE.good}  vars:\n  - name: a\n    value: b\n"
    assert found_in(PAGE, text) == []
    assert found_in(replace(PAGE, version="1.4"), text) == [14]


def test_the_config_of_somebodys_own_step_may_hold_anything() -> None:
    task = PAGE.good[: PAGE.good.index("spec:")].replace("Stage", "PromotionTask")
    step = "spec:\n  steps:\n  - uses: acme-announce\n    config: {channel: releases}\n"
    assert found_in(PAGE, task + step) == []
    assert found_in(PAGE, task + step.replace("acme-announce", "git-clear")) == [9]
