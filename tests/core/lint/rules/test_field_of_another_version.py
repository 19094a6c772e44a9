"""What another version knows, and what none does."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import found_in, page_of

PAGE = page_of("field-of-another-version")
SETTINGS = Settings(select=frozenset({"field-of-another-version"}))


def said(text: str, version: str) -> list[str]:
    return [str(each.sentence) for each in audit(read(text), version, SETTINGS)]


def test_what_no_version_knows_is_not_this_rule_s() -> None:
    assert found_in(PAGE, PAGE.good.replace("constraint", "constrain")) == []


def test_what_is_yet_to_come_is_said_with_its_version() -> None:
    assert said(PAGE.good, "1.6") == ["Kargo 1.6 has no constraint yet: it came with 1.7."]


def test_a_constraint_that_is_there_stays() -> None:
    text = PAGE.bad.replace("semverConstraint: ^1.0.0", "constraint: ^2\n      semverConstraint: ^1")
    (constraint, _) = audit(read(text), "1.11", SETTINGS)
    assert constraint.fix is not None
    assert "has no effect" in str(constraint.fix.label)


STAGE = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {{name: testnet, namespace: acme-pay}}
spec:
  requestedFreight: []
  {more}
"""


@pytest.mark.parametrize(
    ("more", "version", "words"),
    [
        ("vars: []", "1.4", "no vars yet: it came with 1.5"),
        (
            "promotionTemplate: {spec: {steps: [{uses: git-commit, config: {messageFromSteps: [a]}}]}}",
            "1.5",
            "no messageFromSteps any more, which was there until 1.4: an expression in message",
        ),
        (
            "promotionTemplate: {spec: {steps: [{uses: delete, config: {path: a, pathsAreGlobs: true}}]}}",
            "1.10",
            "no pathsAreGlobs yet",
        ),
    ],
)
def test_stages_and_steps_have_fields_too(more: str, version: str, words: str) -> None:
    assert words in " ".join(said(STAGE.format(more=more), version))


def test_a_kind_is_said_with_its_version() -> None:
    text = "apiVersion: kargo.akuity.io/v1alpha1\nkind: ProjectConfig\nmetadata: {name: p, namespace: p}\n"
    assert said(text, "1.4") == ["Kargo 1.4 has no ProjectConfig yet: it came with 1.5."]
    assert said(text.replace("ProjectConfig", "Projekt"), "1.4") == []


def test_an_item_of_a_list_is_found_where_it_stands() -> None:
    body = PAGE.bad.replace("\n", "\n  ")
    text = f"apiVersion: v1\nkind: List\nitems:\n- {body}"
    assert [each.line for each in audit(read(text), "1.11", SETTINGS)] == [13, 14]
