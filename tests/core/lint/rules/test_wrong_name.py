"""Which names are taken."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("wrong-name")


def test_a_project_has_no_dots_in_its_name() -> None:
    assert found_in(PAGE, PAGE.good.replace("test-net", "test.net")) == []
    project = "apiVersion: kargo.akuity.io/v1alpha1\nkind: Project\nmetadata:\n  name: test.net\n"
    assert found_in(PAGE, project) == [4]


def test_a_project_config_has_the_name_of_its_project() -> None:
    config = PAGE.good[: PAGE.good.index("spec:")].replace("Stage", "ProjectConfig")
    assert found_in(PAGE, config) == [4]
    assert found_in(PAGE, config.replace("test-net", "acme-pay")) == []


def test_a_name_that_is_no_text_is_none() -> None:
    assert found_in(PAGE, PAGE.good.replace("test-net", "42")) == [4]
