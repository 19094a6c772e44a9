"""Which comments keep something quiet, and of which nobody knows."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read

TASK = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata: {name: promote, namespace: acme-pay}
spec:
  steps:
  - uses: git-clear
    config: {path: ./out}
  - uses: git-push
    if: ${{ vars.push == "yes" }} COMMENT
    config: {path: ./out}
"""


def found(comment: str, settings: Settings | None = None, text: str = TASK) -> list[tuple[int, str]]:
    findings = audit(read(text.replace("COMMENT", comment)), "1.11", settings)
    about = ("unused-suppression", "guard-without-status")
    return [(each.line, str(each.sentence)) for each in findings if each.rule in about]


def test_a_comment_that_keeps_something_quiet_is_used() -> None:
    assert found("# kargoui: ignore guard-without-status seen") == []


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("# kargoui: ignore", "This comment names no rule."),
        ("# kargoui: ignore: seen", "This comment names no rule."),
        ("# kargoui: ignore guard-without-status, no-source seen", "The rule no-source finds nothing here."),
        ("# kargoui: ignore guard-without-status, no-sourc seen", "There is no rule no-sourc."),
    ],
)
def test_a_name_that_does_nothing_is_found(comment: str, said: str) -> None:
    assert [line for line, sentence in found(comment) if sentence.startswith(said)] == [9]


def test_a_rule_that_is_not_asked_has_no_verdict() -> None:
    unasked = "# kargoui: ignore no-source seen"
    asked = Settings(select=frozenset({"unused-suppression", "unknown-field"}))
    assert found(unasked, asked) == []
    assert found(unasked, Settings(ignore=frozenset({"no-source", "guard-without-status"}))) == []
    elsewhere = Settings(ignored_in=lambda _: frozenset({"no-source", "guard-without-status"}))
    assert found(unasked, elsewhere) == []
