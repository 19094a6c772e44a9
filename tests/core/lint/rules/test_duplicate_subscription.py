"""When two subscriptions are to one repository."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("duplicate-subscription")


def test_the_host_that_docker_adds_makes_no_difference() -> None:
    text = PAGE.bad.replace("ghcr.io/acme/api", "nginx", 1).replace(
        "ghcr.io/acme/api", "docker.io/library/nginx"
    )
    assert found_in(PAGE, text) == [11]


def test_a_chart_may_lie_where_an_image_does() -> None:
    text = PAGE.bad.replace("  - image:\n", "  - chart:\n", 1).replace("ghcr.io", "oci://ghcr.io", 1)
    assert found_in(PAGE, text) == []
