"""When a chart has a name of its own."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("chart-name")


def test_a_classic_repository_needs_the_name() -> None:
    classic = PAGE.good.replace("oci://ghcr.io/acme/charts/api", "https://charts.acme.io")
    assert found_in(PAGE, classic) == [8]
    assert found_in(PAGE, f"{classic}      name: api\n") == []


def test_an_address_of_another_kind_is_not_judged() -> None:
    assert found_in(PAGE, PAGE.good.replace("oci://ghcr.io", "ghcr.io")) == []
