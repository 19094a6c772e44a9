"""Whose receivers have to differ."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("duplicate-receiver")


def test_a_cluster_config_has_receivers_too() -> None:
    cluster = PAGE.bad.replace("ProjectConfig", "ClusterConfig")
    cluster = cluster.replace("name: acme-pay", "name: cluster").replace("  namespace: acme-pay\n", "")
    assert found_in(PAGE, cluster) == [11]


def test_two_projects_may_use_one_name() -> None:
    text = PAGE.good.replace("  - name: quay\n", "  - name: other\n")
    assert found_in(PAGE, f"{text}---\n{text.replace('acme-pay', 'acme-shop')}") == []
