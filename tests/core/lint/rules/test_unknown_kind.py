"""Which kinds there are."""

from __future__ import annotations

from dataclasses import replace

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("unknown-kind")


def test_a_kind_comes_with_its_version() -> None:
    config = "apiVersion: kargo.akuity.io/v1alpha1\nkind: ProjectConfig\nmetadata: {name: a, namespace: a}\n"
    assert found_in(PAGE, config) == []
    assert found_in(replace(PAGE, version="1.4"), config) == [2]


def test_another_version_of_the_api_is_none() -> None:
    assert found_in(PAGE, PAGE.good.replace("v1alpha1", "v1")) == [1]


def test_kinds_of_others_are_left_alone() -> None:
    assert found_in(PAGE, PAGE.bad.replace("kargo.akuity.io", "acme.io")) == []
