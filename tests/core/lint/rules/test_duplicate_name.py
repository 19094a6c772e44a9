"""When two manifests are one to the cluster."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("duplicate-name")


def test_another_kind_may_have_the_same_name() -> None:
    first, second = PAGE.bad.split("---\n")
    assert found_in(PAGE, f"{first}---\n{second.replace('kind: Stage', 'kind: PromotionTask')}") == []


def test_another_namespace_may_have_the_same_name() -> None:
    first, second = PAGE.bad.split("---\n")
    assert found_in(PAGE, f"{first}---\n{second.replace('acme-pay', 'acme-shop')}") == []


def test_manifests_of_others_count_too() -> None:
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
    assert found_in(PAGE, f"{PAGE.good}---\n{config}---\n{config}") == [35]
