"""What counts as an expression."""

from __future__ import annotations

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import found_in, page_of

PAGE = page_of("newest-build-without-regex")


def test_to_ignore_some_still_leaves_all_others() -> None:
    assert found_in(PAGE, PAGE.good.replace("allow", "ignore")) == PAGE.lines


def test_other_strategies_stop_at_the_limit() -> None:
    assert found_in(PAGE, PAGE.bad.replace("NewestBuild", "SemVer")) == []


def test_each_version_has_its_field() -> None:
    settings = Settings(select=frozenset({"newest-build-without-regex"}))
    (found,) = audit(read(PAGE.good), "1.8", settings)
    assert "with allowTags." in str(found.sentence)
