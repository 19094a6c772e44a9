"""What excludes each other, and what only may."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("conflicting-fields")


def test_a_subscription_is_of_one_kind() -> None:
    warehouse = PAGE.good.replace("PromotionTask", "Warehouse")
    head = warehouse[: warehouse.index("spec:")]
    both = "spec:\n  subscriptions:\n  - image: {repoURL: ghcr.io/a/b}\n    chart: {repoURL: oci://ghcr.io/a/b}\n"
    assert found_in(PAGE, head + both) == [8]


def test_an_expression_may_turn_out_empty() -> None:
    assert found_in(PAGE, PAGE.bad.replace("generateTargetBranch: true", "tag: ${{ vars.tag }}")) == []
