"""What is deprecated in which version, and which replacements mean the same."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Finding, Settings, audit
from kargoui.core.lint.fixing import fixed
from kargoui.core.manifest.document import read
from tests.core.lint.pages import page_of

PAGE = page_of("deprecated-field")
SETTINGS = Settings(select=frozenset({"deprecated-field"}))


def found(text: str, version: str) -> list[Finding]:
    return audit(read(text), version, SETTINGS)


def after_fixes(text: str, version: str) -> str:
    return "".join(document.text for document in fixed(read(text), found(text, version)).documents)


@pytest.mark.parametrize(
    ("version", "fields"),
    [
        ("1.4", []),
        ("1.8", ["stage"]),
        ("1.9", ["allowTags", "stage"]),
        ("1.10", ["allowTags", "stage", "createTargetBranch"]),
        ("1.11", ["stage", "createTargetBranch"]),  # allowTags has a rule of its own by then
    ],
)
def test_each_version_has_its_own(version: str, fields: list[str]) -> None:
    assert [each.path[-1] for each in found(PAGE.bad, version)] == fields


def test_the_spec_of_a_project_goes_elsewhere_by_hand() -> None:
    head = "apiVersion: kargo.akuity.io/v1alpha1\nkind: Project\nmetadata: {name: p}\n"
    text = head + "spec: {promotionPolicies: []}\n"
    (finding,) = found(text, "1.5")
    assert (finding.path, finding.fix) == (("spec",), None)
    assert found(text, "1.7") == found(text.replace("{promotionPolicies: []}", "{}"), "1.5") == []


def test_the_older_name_of_a_constraint() -> None:
    image = "{repoURL: ghcr.io/acme/api, semverConstraint: ^1, discoveryLimit: 5}"
    text = PAGE.good.replace("image:\n      repoURL: ghcr.io/acme/api", f"image: {image}")
    text = text.replace("      allowTagsRegexes:\n      - ^v1\\.\n", "")
    assert "{repoURL: ghcr.io/acme/api, constraint: ^1, discoveryLimit: 5}" in after_fixes(text, "1.8")


STAGE = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {{name: testnet, namespace: acme-pay}}
spec:
  promotionTemplate:
    spec:
      steps:
      - uses: git-commit
        config:
          path: ./out
          messageFromSteps: {aliases}
"""


def test_messages_of_steps_become_an_expression() -> None:
    text = after_fixes(STAGE.format(aliases="[update-image]"), "1.4")
    alone = """message: ${{ outputs["update-image"]?.commitMessage ?? "Kargo made some changes" }}"""
    assert alone in text
    several = after_fixes(STAGE.format(aliases="[a, b]"), "1.4")
    assert '* ${{ outputs["a"]?.commitMessage ?? "" }}\n' in several
    assert "messageFromSteps" not in several


def test_a_policy_with_a_selector_keeps_it() -> None:
    text = PAGE.bad.replace("- stage: testnet", "- stage: testnet\n    stageSelector: {name: mainnet}")
    (policy,) = (each for each in found(text, "1.8") if each.path[-1] == "stage")
    assert policy.fix is None
