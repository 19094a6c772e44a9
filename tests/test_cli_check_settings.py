"""Settings of `kargoui check` in files: where they are looked for, what they say, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kargoui.cli import main
from tests.checked import CLEAN, FAULTY, UNGUARDED, write

Output = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with manifests below it; the working directory is elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    place = tmp_path / "repository" / "deploy" / "kargo"
    place.mkdir(parents=True)
    write(place, clean=CLEAN, faulty=FAULTY, unguarded=UNGUARDED)
    return tmp_path / "repository"


def settings(folder: Path, text: str, *, name: str = ".kargoui.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def found(folder: Path, capsys: Output, *arguments: str) -> list[tuple[str, str]]:
    """The rules and severities of what is found in the folder."""
    assert main(["check", str(folder), "--format=json", *arguments]) in (0, 1)
    return [(each["rule"], each["severity"]) for each in json.loads(capsys.readouterr().out)["findings"]]


ALL = [("missing-field", "error"), ("unknown-field", "error"), ("guard-without-status", "warning")]
PYPROJECT = '[project]\nname = "a"\n\n[tool.kargoui.check]\nignore = ["unknown-field", "missing-field"]\n'


def test_without_a_file_everything_is_asked(folder: Path, capsys: Output) -> None:
    assert found(folder, capsys) == ALL


def test_the_nearest_file_above_the_paths_counts(folder: Path, capsys: Output) -> None:
    settings(folder, PYPROJECT, name="pyproject.toml")
    assert found(folder / "deploy", capsys) == ALL[2:]
    settings(folder / "deploy", 'ignore = ["guard-without-status"]\n')
    assert found(folder / "deploy", capsys) == ALL[:2]
    assert found(folder, capsys) == ALL[2:]
    settings(folder / "deploy" / "kargo", '[project]\nname = "b"\n', name="pyproject.toml")
    assert found(folder / "deploy" / "kargo", capsys) == ALL[:2]


def test_else_that_of_the_working_directory(folder: Path, capsys: Output) -> None:
    settings(folder.parent / "elsewhere", 'select = ["unknown-field"]\n')
    assert found(folder, capsys) == [ALL[1]]


def test_severities_version_and_namespace(folder: Path, capsys: Output) -> None:
    settings(folder, 'kargo = "1.4"\n[severity]\nunknown-field = "info"\n')
    assert found(folder, capsys) == [ALL[0], ("unknown-field", "info")]
    nameless = CLEAN.replace("  namespace: acme-pay\n", "")
    write(folder / "deploy" / "kargo", clean=nameless, faulty=nameless.replace("promote", "b"), unguarded="")
    settings(folder, 'namespace = "acme-pay"\n')
    assert found(folder, capsys) == []


def test_the_command_line_wins(folder: Path, capsys: Output) -> None:
    settings(
        folder, 'kargo = "1.4"\nignore = ["unknown-field"]\nselect = ["missing-field", "unknown-field"]\n'
    )
    assert found(folder, capsys) == [ALL[0]]
    assert found(folder, capsys, "--select", "unknown-field") == [ALL[1]]
    assert found(folder, capsys, "--ignore", "missing-field") == [ALL[1]]
    assert found(folder, capsys, "--kargo", "1.11", "--select", "guard-without-status") == ALL[2:]


@pytest.mark.parametrize(
    ("pattern", "left"), [("deploy/*", ALL[2:]), ("*/faulty.yaml", ALL[2:]), ("faulty.yaml", ALL)]
)
def test_rules_are_ignored_by_path(folder: Path, capsys: Output, pattern: str, left: list[object]) -> None:
    settings(folder, f'[per-path-ignores]\n"{pattern}" = ["unknown-field", "missing-field"]\n')
    assert found(folder, capsys) == left


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []\n", "selct is no setting of kargoui check."),
        ('select = ["unknown-feild"]\n', "There is no rule unknown-feild. Did you mean unknown-field?"),
        ('[severity]\nxyz = "info"\n', "There is no rule xyz."),
        ('[severity]\nunknown-field = "fatal"\n', "The severity of unknown-field must be one of these: "),
        ('[per-path-ignores]\n"a" = ["xyz"]\n', "There is no rule xyz."),
        ("kargo = 1.11\n", "kargo must be a text."),
        ('kargo = "1.3"\n', "'1.3' is none of the Kargo versions"),
        ('ignore = "unknown-field"\n', "ignore must be a list of names of rules."),
        ("severity = 1\n", "severity must be a table."),
        ("a = [\n", "This is no TOML: "),
    ],
)
def test_what_is_not_understood_is_an_error_that_names_the_file(
    folder: Path, capsys: Output, text: str, message: str
) -> None:
    settings(folder, text)
    assert main(["check", str(folder)]) == 2
    assert capsys.readouterr().err.startswith(f"{folder}/.kargoui.toml: {message}")


def test_a_setting_beside_the_table_is_an_error(folder: Path, capsys: Output) -> None:
    settings(folder, '[tool.kargoui]\nkargo = "1.10"\n', name="pyproject.toml")
    assert main(["check", str(folder)]) == 2
    assert capsys.readouterr().err.startswith(f"{folder}/pyproject.toml: tool.kargoui.kargo is no setting")
