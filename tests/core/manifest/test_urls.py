"""Repository URLs, as Kargo compares them."""

from __future__ import annotations

import pytest

from kargoui.core.manifest.urls import normal_chart, normal_git


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("https://GitHub.com/acme/App.git", "https://github.com/acme/app"),
        ("https://user:pass@github.com/acme/app/", "https://github.com/acme/app"),
        ("ssh://git@github.com/acme/app.git", "ssh://git@github.com/acme/app"),
        ("git@github.com:acme/app.git", "ssh://git@github.com/acme/app"),
        ("git@github.com", "ssh://git@github.com"),
        ("https://github.com/a?b=c", "https://github.com/a?b=c"),
        ("https://[x", "https://[x"),
        ("not a URL", "not a URL"),
    ],
)
def test_git_urls_have_a_normal_form(url: str, normal: str) -> None:
    assert normal_git(url) == normal


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("oci://GHCR.io/acme/app", "ghcr.io/acme/app"),
        ("docker.io/library/nginx", "nginx"),
        ("index.docker.io/acme/app", "acme/app"),
        ("library/nginx", "nginx"),
        ("localhost:5000/app", "localhost:5000/app"),
    ],
)
def test_chart_and_image_urls_have_a_normal_form(url: str, normal: str) -> None:
    assert normal_chart(url) == normal
