"""Which values there are."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("unknown-value")


def test_letters_are_capital_or_small_as_kargo_writes_them() -> None:
    assert found_in(PAGE, PAGE.good.replace("NewestBuild", "newestbuild")) == [10]


def test_an_expression_in_a_config_may_give_a_value_that_is_known() -> None:
    task = PAGE.good[: PAGE.good.index("spec:")].replace("Warehouse", "PromotionTask")
    step = "spec:\n  steps:\n  - uses: git-push\n    config: {path: ./out, provider: VALUE}\n"
    assert found_in(PAGE, task + step) == [9]
    assert found_in(PAGE, task + step.replace("VALUE", "'${{ vars.provider }}'")) == []
