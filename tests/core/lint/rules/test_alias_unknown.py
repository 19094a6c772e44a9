"""Aliases that are there: named, numbered, of tasks."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("alias-unknown")


@pytest.mark.parametrize(
    "written",
    [
        "outputs.push?.commit",
        'outputs["push"]?.commit',
        "outputs",
        "status('push')",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "outputs.deploy?.commit" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("outputs.deploy?.commit", written)) == []


def test_status_of_no_step_is_found() -> None:
    assert found_in(PAGE, PAGE.bad.replace("outputs.deploy?.commit", 'status("deploy")')) == PAGE.lines


def test_a_task_that_is_not_there_may_have_any_alias() -> None:
    text = PAGE.bad.replace(
        "      - uses: git-push", "      - task:\n          name: other\n      - uses: git-push"
    )
    assert found_in(PAGE, text) == []
