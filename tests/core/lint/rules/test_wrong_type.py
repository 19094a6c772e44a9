"""What is of which type."""

from __future__ import annotations

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("wrong-type")


def test_labels_are_text() -> None:
    labels = "metadata:\n  labels:\n    build: 42\n"
    assert found_in(PAGE, PAGE.good.replace("metadata:\n", labels)) == [5]
    assert found_in(PAGE, PAGE.good.replace("metadata:\n", labels.replace("42", "'42'"))) == []


def test_an_expression_has_the_type_of_what_it_gives() -> None:
    task = PAGE.good[: PAGE.good.index("spec:")].replace("Stage", "PromotionTask")
    step = "spec:\n  steps:\n  - uses: git-push\n    config: {path: ./out, force: 'yes'}\n"
    assert found_in(PAGE, task + step) == [9]
    assert found_in(PAGE, task + step.replace("yes", "${{ vars.force }}")) == []
