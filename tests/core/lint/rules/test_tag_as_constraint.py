"""What can be nothing but a tag."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import found_in, page_of

PAGE = page_of("tag-as-constraint")


@pytest.mark.parametrize("constraint", ["^1", "'*'", "x", "v1.2.3.4", "1.2.3-", "'>=1 <'", "1.10"])
def test_what_may_be_a_mistyped_constraint_is_no_tag(constraint: str) -> None:
    text = PAGE.bad.replace("latest", constraint).replace("main", constraint)
    assert found_in(PAGE, text) == []


def test_the_older_field_counts_where_it_is_known() -> None:
    text = PAGE.bad.replace("constraint: latest", "semverConstraint: latest")
    settings = Settings(select=frozenset({"tag-as-constraint"}))
    assert [each.path[-1] for each in audit(read(text), "1.8", settings)] == [
        "semverConstraint",
        "constraint",
    ]
    assert [each.path[-1] for each in audit(read(text), "1.9", settings)] == ["constraint"]
    assert audit(read(text), "1.6", settings) == []  # Digest would not mend it: the webhook refuses the tag


def test_git_has_no_digest_to_follow() -> None:
    text = PAGE.bad.replace("image:", "git:").replace("constraint: latest", "semverConstraint: latest")
    assert found_in(PAGE, text) == []
