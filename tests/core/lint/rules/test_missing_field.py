"""What counts as given."""

from __future__ import annotations

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import found_in, page_of

PAGE = page_of("missing-field")


def test_null_is_not_given_but_an_expression_is() -> None:
    assert found_in(PAGE, PAGE.good.replace("./out", "null")) == [10]
    assert found_in(PAGE, PAGE.good.replace("./out", "${{ vars.path }}")) == []


def test_a_namespace_that_is_told_need_not_be_written() -> None:
    text = PAGE.good.replace("  namespace: acme-pay\n", "")
    assert found_in(PAGE, text) == [3]
    settings = Settings(select=frozenset({"missing-field"}))
    assert audit(read(text), "1.11", settings, "acme-pay") == []
