"""In which lists an entry may stand once."""

from __future__ import annotations

from dataclasses import replace

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("duplicate-entry")


def test_two_applications_may_be_waited_for_alike() -> None:
    assert found_in(PAGE, PAGE.good + PAGE.good[PAGE.good.index("      - name: api") :]) == []


def test_a_version_without_the_step_does_not_know_its_config() -> None:
    assert found_in(replace(PAGE, version="1.9"), PAGE.bad) == []
