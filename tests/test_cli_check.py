"""The command `kargoui check`: what it reads, what it prints, how it ends; and `kargoui explain`."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kargoui.cli import main
from kargoui.core.lint import all_rules
from tests.checked import CLEAN, FAULTY, UNGUARDED, write

Output = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, clean=CLEAN, faulty=FAULTY, unguarded=UNGUARDED)
    return tmp_path


def rules_of(output: str) -> list[str]:
    return [finding["rule"] for finding in json.loads(output)["findings"]]


def test_nothing_found_is_well(folder: Path, capsys: Output) -> None:
    assert main(["check", "clean.yaml"]) == 0
    assert capsys.readouterr().out == "1 manifest, 0 errors, 0 warnings, 0 info\n"


def test_a_warning_fails_and_a_hint_does_not(folder: Path, capsys: Output) -> None:
    assert main(["check", "unguarded.yaml"]) == 1
    write(folder, hint=CLEAN.replace("spec:", "spec:  # kargoui: ignore no-source seen"))
    assert main(["check", "hint.yaml"]) == 0
    assert capsys.readouterr().out.endswith("1 manifest, 0 errors, 0 warnings, 1 info\n")


def test_a_folder_a_zip_and_standard_input_are_read(
    folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["check", str(folder), "--format", "json"]) == 1
    files = [finding["file"] for finding in json.loads(capsys.readouterr().out)["findings"]]
    assert files == ["faulty.yaml", "faulty.yaml", "unguarded.yaml"]
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.write("faulty.yaml", "a/faulty.yaml")
    assert main(["check", "./all.zip"]) == 1
    assert capsys.readouterr().out.startswith("all.zip/a/faulty.yaml:9:5: error: ")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(UNGUARDED.encode())))
    assert main(["check", "-", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::warning file=-,line=11,")


def test_rules_are_selected_and_ignored(folder: Path, capsys: Output) -> None:
    assert main(["check", ".", "--format=json", "--select", "unknown-field, missing-field"]) == 1
    assert sorted(rules_of(capsys.readouterr().out)) == ["missing-field", "unknown-field"]
    assert main(["check", ".", "--format=json", "--ignore=unknown-field,missing-field"]) == 1
    assert rules_of(capsys.readouterr().out) == ["guard-without-status"]
    assert main(["check", ".", "--select=unknown-field", "--ignore=unknown-field"]) == 0


def test_the_version_and_the_namespace_count(folder: Path, capsys: Output) -> None:
    assert main(["check", "unguarded.yaml", "--kargo", "1.4"]) == 0
    write(folder, nameless=CLEAN.replace("  namespace: acme-pay\n", ""))
    assert main(["check", "nameless.yaml"]) == 1
    assert main(["check", "nameless.yaml", "--namespace", "acme-pay"]) == 0
    assert "namespace is missing" in capsys.readouterr().out


def test_what_cannot_be_read_is_said_and_rules_about_the_rest_are_asked(folder: Path, capsys: Output) -> None:
    stage = CLEAN[: CLEAN.index("spec:")].replace("PromotionTask", "Stage")
    request = "  - origin: {kind: Warehouse, name: images}\n    sources: {direct: yes please}\n"
    write(folder, broken="a: [\n", stage=f"{stage}spec:\n  requestedFreight:\n{request}")
    assert main(["check", "broken.yaml", "stage.yaml", "--format", "json"]) == 2
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert rules_of(captured.out) == ["wrong-type"]
    assert [error["file"] for error in found["errors"]] == ["broken.yaml"]
    assert captured.err.startswith("broken.yaml:")
    assert main(["check", "stage.yaml", "--format", "json"]) == 1
    assert {"dangling-reference", "wrong-type"} < set(rules_of(capsys.readouterr().out))


def test_what_lies_in_a_folder_and_is_not_kargos_need_not_be_read(folder: Path, capsys: Output) -> None:
    write(folder, chart="replicas: {{ .Values.replicas }}\n", faulty="a: 1\n", unguarded="a: [\n")
    assert main(["check", "."]) == 0
    assert main(["check", "chart.yaml"]) == 2
    write(folder, chart="apiVersion: kargo.akuity.io/v1alpha1\nkind: {{ .Values.kind }}\n")
    assert main(["check", "."]) == 2
    assert capsys.readouterr().out.startswith("1 manifest, 0 errors, 0 warnings, 0 info\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.yaml"], "nowhere.yaml: No such file or directory\n"),
        (["empty"], "There is no Kargo manifest here"),
        (
            ["clean.yaml", "--select", "unknown-feild"],
            "There is no rule unknown-feild. Did you mean unknown-field?",
        ),
        (["clean.yaml", "--ignore", "xyz"], "There is no rule xyz."),
        (["clean.yaml", "--kargo", "1.3"], "usage: "),
        (["clean.yaml", "--format", "xml"], "usage: "),
        ([], "usage: "),
    ],
)
def test_bad_input(folder: Path, capsys: Output, arguments: list[str], message: str) -> None:
    (folder / "empty").mkdir()
    assert main(["check", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(message)


def test_sarif_comes_with_bad_input_too(folder: Path, capsys: Output) -> None:
    assert main(["check", "nowhere.yaml", "--format", "sarif"]) == 2
    run = json.loads(capsys.readouterr().out)["runs"][0]
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is False


def test_checking_loads_neither_django_nor_what_fixes_need(folder: Path) -> None:
    code = (
        "import sys; from kargoui.cli import main; main(['check', 'unguarded.yaml']); "
        "unwanted = ('django', 'kargoui.commands.fixing', 'tempfile', 'tomllib'); "
        "sys.exit(any(name in sys.modules for name in unwanted))"
    )
    root = str(Path(__file__).resolve().parents[1])
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": root}, cwd=folder)


def test_a_rule_is_explained_and_all_are_listed(capsys: Output) -> None:
    assert main(["explain", "guard-without-status"]) == 0
    assert capsys.readouterr().out.startswith(
        "# guard-without-status\n\nwarning · since Kargo 1.5 · can be fixed\n"
    )
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [name, rule.severity] for name, rule in all_rules().items()
    ]
    assert all(line.endswith(".") for line in lines)
    assert main(["explain", "guard-without-statu"]) == 2
    assert "Did you mean guard-without-status?" in capsys.readouterr().err
