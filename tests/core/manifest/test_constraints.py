"""Constraints on versions, as Kargo's library reads them, and repository URLs, as Kargo compares them."""

from __future__ import annotations

import pytest

from kargoui.core.manifest.constraints import is_constraint
from kargoui.core.manifest.urls import normal_chart, normal_git


# From https://github.com/Masterminds/semver/blob/v3.4.0/constraints_test.go
@pytest.mark.parametrize(
    "text",
    [
        *(
            ">= 1.1",
            ">40.50.60, < 50.70",
            "2.0",
            "v2.3.5-20161202202307-sha.e8fc5e5",
            "*",
            "0.x.x",
            "~1.2.3-beta.2",
        ),
        *(
            ">= 1.2.3 < 2.0",
            ">= 1.2.3 < 2.0 || => 3.0 < 4",
            "3 - 4 || => 3.0, < 4",
            "12.3.34 ~1.2.3",
            "^0.0",
            "=>1",
        ),
        *("1.0.0 - 2.0.0, <=2.0.0", " ^1 ", "1.2.3+meta", "01.2", "0" * 5000 + "1"),
    ],
)
def test_constraints_are_read(text: str) -> None:
    assert is_constraint(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            ">= bar",
            "BAR >= 1.2.3",
            "12.3.4.1234",
            "12.3.34~ 1.2.3",
            "^",
            "1.2.3-01",
            "latest",
            "1 ||",
            "|",
        ),
        *("1x.2", "99999999999999999999", "9" * 5000, "${{ vars.x }}", "1.2.3\n;"),
    ],
)
def test_other_texts_are_no_constraints(text: str) -> None:
    assert not is_constraint(text)


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
