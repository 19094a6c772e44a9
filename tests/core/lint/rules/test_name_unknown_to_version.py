"""Names by version, and outputs by the step that gives them."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import page_of

PAGE = page_of("name-unknown-to-version")
SETTINGS = Settings(select=frozenset({"name-unknown-to-version"}))


def said(expression: str, version: str) -> str:
    text = PAGE.good.replace("task.outputs.open.pr.id", expression)
    return " ".join(str(each.sentence) for each in audit(read(text), version, SETTINGS))


@pytest.mark.parametrize(
    ("expression", "version", "words"),
    [
        ("ctx.targetFreight.alias", "1.10", "no ctx.targetFreight.alias yet: it came with 1.11"),
        ("ctx.targetFreight.alias", "1.11", ""),
        ("ctx.targetFreight.name", "1.10", ""),
        ("ctx.targetFreight?.name", "1.5", "no ctx.targetFreight.name yet: it came with 1.6"),
        ('stepMetas["a"].Status', "1.4", "no stepMetas yet: it came with 1.5"),
        ("secrets.a.b", "1.6", ""),
        ("secrets.a.b", "1.7", 'no secrets any more, which was there until 1.6. Use secret("a")'),
        ('imageFrom("a").GitRepoURL', "1.11", "no GitRepoURL any more"),
        ('imageFrom("a").Tag', "1.11", ""),
        ("task.outputs.open.nothing", "1.11", ""),
        ("vars.ctx.targetFreight.alias", "1.10", ""),
    ],
)
def test_each_version_has_its_names(expression: str, version: str, words: str) -> None:
    assert (words in said(expression, version)) if words else said(expression, version) == ""


def test_an_output_that_is_yet_to_come() -> None:
    assert "no outputs.open.pr.url yet" not in said(
        "task.outputs.open.pr.url", "1.4"
    )  # fields of fields are not told
    assert said("task.outputs.open.branch", "1.11") == ""
