"""Where the tag may stand, and until when."""

from __future__ import annotations

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import found_in, page_of

PAGE = page_of("digest-without-tag")


def test_other_strategies_need_no_tag() -> None:
    assert found_in(PAGE, PAGE.bad.replace("Digest", "SemVer")) == []


def test_before_1_7_constraint_is_no_field() -> None:
    assert found_in(PAGE, PAGE.good.replace("semverConstraint", "constraint")) == PAGE.lines


def test_from_1_7_on_the_warehouse_is_refused() -> None:
    settings = Settings(select=frozenset({"digest-without-tag"}))
    assert audit(read(PAGE.bad), "1.7", settings) == []
