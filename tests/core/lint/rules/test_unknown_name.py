"""A name that may be there, or whose absence is reckoned with."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("unknown-name")


@pytest.mark.parametrize(
    "written",
    [
        "vars.region",
        'vars.regoin ?? "eu"',
        "ctx.stage",
        "ctx.targetFreight.name",
    ],
)
def test_near_misses_are_well(written: str) -> None:
    assert "vars.regoin" in PAGE.bad
    assert found_in(PAGE, PAGE.bad.replace("vars.regoin", written)) == []


def test_a_task_that_no_stage_uses_may_get_any_variable() -> None:
    text = PAGE.bad.replace("kind: Stage", "kind: PromotionTask").replace("vars.regoin", "vars.any")
    template = "  promotionTemplate:\n    spec:\n"
    assert template in text
    assert found_in(PAGE, text.replace(template, "")) == []
