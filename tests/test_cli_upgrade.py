"""The command `kargoui upgrade`: what it prints and writes, and its exit status."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from kargoui.cli import main

PROJECT = """\
# Images of all that pays
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {name: images, namespace: demo}
spec:
  subscriptions:
  - image:
      repoURL: ghcr.io/acme/a
      allowTags: ^v # only releases
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {name: testnet, namespace: demo}
spec:
  requestedFreight:
  - {origin: {kind: Warehouse, name: images}, sources: {direct: true}}
  promotionTemplate:
    spec:
      steps:
      - uses: http
        as: ask
        config: {url: "https://acme.io", failureExpression: response.status >= 500}
      - uses: compose-output
        config: {from: '${{ imageFrom("ghcr.io/acme/a")?.GitRepoURL }}'}
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "project.yaml").write_text(PROJECT)
    (tmp_path / "other.yaml").write_text("# nothing to upgrade\nkind: ConfigMap\napiVersion: v1\n")
    return tmp_path


def test_the_report_goes_from_version_to_version(capsys: Output) -> None:
    assert main(["upgrade", ".", "--from", "1.6", "--to", "1.11"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "From Kargo 1.6 to 1.11"
    assert [line for line in lines if line.startswith("Kargo ")] == ["Kargo 1.7", "Kargo 1.9", "Kargo 1.11"]
    place = "      ./project.yaml:9:7: Warehouse/images: spec.subscriptions[0].image.allowTags (can be fixed)"
    assert place in lines
    (outcome,) = (line for line in lines if "Stage/testnet: Succeeded becomes" in line)
    assert outcome.startswith("  ! Kargo 1.7: Stage/testnet: Succeeded becomes Errored in 1 cases")
    assert lines[-1] == "3 must change, 1 to look at, 2 can be fixed, 1 Stages promote worse than before"


def test_the_report_as_json(capsys: Output) -> None:
    assert main(["upgrade", "project.yaml", "--from", "1.10", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["from"], found["to"], found["must"], found["outcomes"]) == ("1.10", "1.11", True, [])
    removed, polling = found["changes"]
    assert {key: removed[key] for key in ("version", "nature", "name", "must")} == {
        "version": "1.11",
        "nature": "removed",
        "name": "allow-tags-removed",
        "must": True,
    }
    assert removed["places"][0]["line"] == 9
    assert removed["places"][0]["fixable"]
    assert (polling["name"], polling["must"]) == ("polling", False)


def test_fixes_are_written_and_nothing_else(folder: Path, capsys: Output) -> None:
    assert main(["upgrade", ".", "--from", "1.6", "--fix"]) == 1
    after = (folder / "project.yaml").read_text()
    assert "# Images of all that pays\n" in after
    assert "      allowTagsRegexes:\n      - ^v\n" in after
    assert 'successExpression: "!(response.status >= 500)"' in after.replace("'", '"')
    assert (folder / "other.yaml").read_text().startswith("# nothing")
    assert capsys.readouterr().out.endswith("worse than before\n")
    assert main(["upgrade", ".", "--from", "1.10", "--fix"]) == 0
    assert (folder / "project.yaml").read_text() == after


def test_without_from_the_earliest_version_that_fits_is_taken(capsys: Output) -> None:
    assert main(["upgrade", "project.yaml", "--to", "1.5"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "From Kargo 1.4 to 1.5",
        "(the earliest version that knows all that is written here; --from says another)",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("project.yaml", "--from", "1.9", "--to", "1.8"), "Kargo 1.9 is later than 1.8."),
        (("nowhere.yaml",), "nowhere.yaml: No such file or directory"),
        (("other.yaml",), "There is no Kargo manifest here"),
        (("project.zip", "--fix"), "--fix writes neither standard input nor zips."),
        (("project.yaml", "--to", "2.0"), "usage: "),
    ],
)
def test_bad_input_is_said_on_standard_error(
    arguments: tuple[str, ...], message: str, folder: Path, capsys: Output
) -> None:
    with zipfile.ZipFile(folder / "project.zip", "w") as archive:
        archive.writestr("project.yaml", PROJECT)
    assert main(["upgrade", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(message)
