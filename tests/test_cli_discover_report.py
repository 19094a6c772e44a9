"""`kargoui discover --report`: every subscription with what decides, what it costs and what the rules say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kargoui.cli import main
from kargoui.core.lint.discoveries import discoveries
from kargoui.core.manifest.document import read

PROJECT = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {name: images, namespace: demo}
spec:
  interval: 1m
  freightCreationPolicy: Manual
  subscriptions:
  - image: {repoURL: ghcr.io/acme/app, constraint: ^1, discoveryLimit: 20}
  - chart: {repoURL: "https://charts.acme.io", name: app, semverConstraint: ^2}
  - maven: {name: app}
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {name: nightly, namespace: demo}
spec:
  subscriptions:
  - image:
      repoURL: ghcr.io/acme/app
      imageSelectionStrategy: Lexical
      allowTagsRegexes: [^nightly-]
      ignoreTagsRegexes: [-debug$]
      discoveryLimit: 5
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "project.yaml").write_text(PROJECT)
    return tmp_path


def test_a_paragraph_for_each_warehouse(capsys: Output) -> None:
    assert main(["discover", "--report", "project.yaml"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "images (project.yaml:1): every 1m, Freight Manual"
    assert lines[1].startswith("     5:3 warning interval-too-short: interval is 1m, but")
    assert lines[2:5] == [
        "  1. image ghcr.io/acme/app: SemVer ^1, limit 20",
        "     Lists the tags, then asks the registry about the newest 20, one by one.",
        "  2. chart https://charts.acme.io app: SemVer ^2, limit 20 (default)",
    ]
    assert lines[7:] == [
        "nightly (project.yaml:11): every 5m0s, Freight Automatic",
        "  1. image ghcr.io/acme/app: Lexical, allowed ^nightly-, ignored -debug$, limit 5",
        "     Lists the tags, then asks the registry about the newest 5, one by one.",
        "2 Warehouses, 3 subscriptions: 0 errors, 1 warnings, 1 infos",
    ]


def test_the_report_as_json(capsys: Output) -> None:
    assert main(["discover", "--report", "project.yaml", "--json"]) == 1
    images, nightly = json.loads(capsys.readouterr().out)["warehouses"]
    assert [each["rule"] for each in images["findings"]] == ["interval-too-short"]
    image, chart = images["subscriptions"]
    assert (chart["number"], chart["limit"], chart["limit_is_default"]) == (2, 20, True)
    assert chart["findings"][0]["rule"] == "discovery-limit-missing"
    assert chart["findings"][0]["fixable"]
    assert image["findings"] == []
    assert nightly["subscriptions"][0]["allow"] == ["^nightly-"]


def test_only_warnings_and_errors_are_a_reason_to_fail(folder: Path) -> None:
    (folder / "project.yaml").write_text(PROJECT.replace("interval: 1m", "interval: 10m"))
    assert main(["discover", "--report", "project.yaml"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--report", "empty.yaml"], "There is no Warehouse here."),
        (["--report", "nowhere.yaml"], "nowhere.yaml: No such file or directory"),
        (["project.yaml"], "usage: "),
    ],
)
def test_bad_input_is_said_on_standard_error(
    arguments: list[str], message: str, folder: Path, capsys: Output
) -> None:
    (folder / "empty.yaml").write_text("kind: ConfigMap\napiVersion: v1\n")
    assert main(["discover", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(message)


@pytest.mark.parametrize(
    ("subscription", "version", "effort"),
    [
        ("image: {repoURL: a/b, cacheByTag: true}", "1.11", "of the newest 20 that it has not seen yet."),
        ("image: {repoURL: a/b, cacheByTag: true}", "1.8", "about the newest 20, one by one."),
        ("image: {repoURL: a/b, platform: linux/amd64}", "1.11", "until 20 are built for linux/amd64."),
        ("image: {repoURL: a/b, imageSelectionStrategy: NewestBuild}", "1.11", "about every tag that gets"),
        ("image: {repoURL: a/b, imageSelectionStrategy: Digest, constraint: x}", "1.11", "about one tag."),
        ("chart: {repoURL: oci://a/b}", "1.11", "Lists the tags of the chart."),
        ("git: {repoURL: https://a.io/b}", "1.11", "Asks Git for the refs, and clones"),
        ("git: {repoURL: https://a.io/b}", "1.10", "Clones the repository."),
    ],
)
def test_what_a_discovery_costs(subscription: str, version: str, effort: str) -> None:
    text = PROJECT.partition("  - image")[0] + f"  - {subscription}\n"
    (warehouse,) = discoveries(read(text), version)
    assert effort in str(warehouse.subscriptions[0].effort)
