"""Each behaviour that changed with a version touches what it is about, and nothing else."""

from __future__ import annotations

import pytest

from kargoui.core.catalog import VERSIONS
from kargoui.core.lint import Context
from kargoui.core.lint.behaviours import behaviours
from kargoui.core.manifest.document import read

HEAD = "apiVersion: kargo.akuity.io/v1alpha1\nkind: {}\nmetadata: {{name: x, namespace: demo}}\nspec:\n"
ALL = {each.name: each for version in VERSIONS for each in behaviours(version)}


def touched(name: str, text: str) -> list[object]:
    """The last part of the path of each place."""
    behaviour = ALL[name]
    context = Context(read(text), behaviour.since, "demo")
    return [(place.path or ("",))[-1] for place in behaviour.touches(context)]


def task(*steps: str) -> str:
    return HEAD.format("PromotionTask") + "  steps:\n" + "".join(f"  - {step}\n" for step in steps)


def warehouse(subscription: str) -> str:
    return HEAD.format("Warehouse") + f"  subscriptions:\n  - {subscription}\n"


def image(fields: str) -> str:
    return warehouse(f"image: {{repoURL: ghcr.io/acme/a, {fields}}}")


STATUS = "{{uses: http, if: '${{{{ status(\"it\") {} }}}}'}}"
OPEN_PR = "{uses: git-open-pr, as: it}"
READS = "{uses: git-wait-for-pr, config: {prNumber: '${{ task.outputs.it.pr.id }}'}"
YAML = "{{uses: yaml-update, config: {{updates: [{{key: '{}', value: 1}}]}}}}"
HTTP = "{{uses: http, config: {{{}}}}}"
CASES = [
    ("default-aliases", task("{uses: a, config: {x: '${{ outputs[\"step-1\"].y }}'}}"), ["x"]),
    ("default-aliases", task("{uses: a, config: {x: '${{ outputs.step1.y }} step-1'}}"), []),
    ("git-commit-skipped", task("{uses: git-commit, as: it}", STATUS.format('== "Succeeded"')), ["if"]),
    ("git-commit-skipped", task("{uses: git-push, as: it}", STATUS.format('== "Succeeded"')), []),
    ("prereleases", image("constraint: '>=1.0.0-0 <2'"), ["constraint"]),
    ("prereleases", image("constraint: '>=1.0.0-0 <2.0.0-0'"), []),
    ("prereleases", image("constraint: ^1"), []),
    ("prereleases", image("constraint: nonsense!"), []),
    ("leading-zeros", image("strictSemvers: false"), ["strictSemvers"]),
    ("leading-zeros", image("strictSemvers: true"), []),
    ("image-dates", image("imageSelectionStrategy: NewestBuild"), ["imageSelectionStrategy"]),
    ("image-dates", image("imageSelectionStrategy: Lexical"), []),
    ("http-failure-alone", task(HTTP.format("failureExpression: a")), ["failureExpression"]),
    ("http-failure-alone", task(HTTP.format("failureExpression: a, successExpression: b")), []),
    ("http-success-alone", task(HTTP.format("successExpression: a")), ["successExpression"]),
    ("http-success-alone", task(HTTP.format("method: GET")), []),
    ("percent-delimiters", task("{uses: a, config: {x: '${% 1 %}'}}"), ["x"]),
    ("percent-delimiters", task("{uses: a, config: {x: '${{ 1 }} 5 %'}}"), []),
    ("open-pr-skipped", task(OPEN_PR, f"{READS}}}"), ["prNumber"]),
    ("open-pr-skipped", task(OPEN_PR, f'{READS}, if: \'${{{{ status("it") != "Skipped" }}}}\'}}'), []),
    ("open-pr-skipped", task("{uses: git-push, as: it}", f"{READS}}}"), []),
    ("yaml-update-colon", task(YAML.format("a.b:c.d")), ["key"]),
    ("yaml-update-colon", task(YAML.format("a.:0.d")), []),
    ("yaml-update-colon", task(YAML.format("a\\:b")), []),
    ("yaml-update-backslash", task(YAML.format("a\\.b")), ["key"]),
    ("yaml-update-backslash", task(YAML.format("a.b")), []),
    ("merged-commits", warehouse("git: {repoURL: https://a.io/b, includePaths: [a]}"), ["git"]),
    ("merged-commits", warehouse("git: {repoURL: https://a.io/b}"), []),
    ("failed-not-errored", task(STATUS.format('== "Errored"')), ["if"]),
    ("failed-not-errored", task(STATUS.format('== "Failed"')), []),
    ("polling", task("{uses: git-wait-for-pr}", HTTP.format("successExpression: a")), ["uses", "uses"]),
    ("polling", task("{uses: git-wait-for-pr, config: {pollInterval: 5m}}", "{uses: http}"), []),
]


@pytest.mark.parametrize(("name", "text", "places"), CASES)
def test_what_is_touched(name: str, text: str, places: list[object]) -> None:
    assert touched(name, text) == places


REQUEST = "{origin: {kind: Warehouse, name: w}, sources: {direct: true}}"
STAGE = f"{HEAD.format('Stage')}  requestedFreight: [{REQUEST}]\n"
POLICY = "{stageSelector: {name: x}, autoPromotionEnabled: true}"
CONFIG = f"{HEAD.format('ProjectConfig')}  promotionPolicies: [{POLICY}]\n"


def test_stages_that_are_promoted_automatically_may_be_held() -> None:
    assert touched("auto-promotion-holds", f"{STAGE}---\n{CONFIG}") == [""]
    assert touched("auto-promotion-holds", STAGE) == []


def test_each_behaviour_is_tried_both_ways() -> None:
    tried = {name: {bool(places) for given, _, places in CASES if given == name} for name in ALL}
    assert {name for name, both in tried.items() if both != {True, False}} == {"auto-promotion-holds"}
