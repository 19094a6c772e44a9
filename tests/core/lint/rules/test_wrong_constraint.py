"""What is a constraint."""

from __future__ import annotations

import pytest

from tests.core.lint.pages import found_in, page_of

PAGE = page_of("wrong-constraint")


@pytest.mark.parametrize("constraint", ["^1.4.0", "'>=2.0.0, <3.0.0'", "1.x || 2.x", "'*'"])
def test_what_masterminds_semver_reads_is_well(constraint: str) -> None:
    assert found_in(PAGE, PAGE.bad.replace("latest", constraint)) == []


def test_other_strategies_compare_no_versions() -> None:
    assert found_in(PAGE, f"{PAGE.bad}      imageSelectionStrategy: Lexical\n") == []
