"""`kargoui check --fix`: what it writes, and what it leaves alone."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from kargoui.cli import main
from kargoui.core.manifest.document import read
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import decode
from tests.checked import CLEAN, FAULTY, GUARDED, UNGUARDED, write
from tests.conformance.reference import checker, complaints

Output = pytest.CaptureFixture[str]
DATA = Path(__file__).resolve().parent / "data"
DEMO = Path(__file__).resolve().parents[1] / "kargoui" / "pipelines" / "demo"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_only_the_lines_of_the_fix_change(folder: Path, capsys: Output) -> None:
    windows = f"\ufeff# first\n{CLEAN}...\n--- # kept \n{UNGUARDED}\n\n# the end".replace("\n", "\r\n")
    (folder / "a.yaml").write_bytes(windows.encode())
    write(folder, clean=CLEAN.replace("promote", "b"))
    before = (folder / "clean.yaml").stat().st_mtime_ns
    assert main(["check", ".", "--fix"]) == 0
    assert capsys.readouterr().out == "3 manifests, 0 errors, 0 warnings, 0 info, 1 fixed\n"
    assert (folder / "a.yaml").read_bytes().decode() == windows.replace("{{ vars", "{{ success() && vars")
    assert (folder / "clean.yaml").stat().st_mtime_ns == before


def test_what_cannot_be_fixed_is_left_and_said(folder: Path, capsys: Output) -> None:
    write(folder, both=f"{UNGUARDED}---\n{FAULTY}")
    assert main(["check", "both.yaml", "--fix"]) == 1
    assert (folder / "both.yaml").read_text() == f"{GUARDED}---\n{FAULTY}"
    lines = capsys.readouterr().out.splitlines()
    assert [line.rpartition(" ")[2] for line in lines[:-1]] == ["[missing-field]", "[unknown-field]"]
    assert lines[-1] == "2 manifests, 2 errors, 0 warnings, 0 info, 1 fixed"


def test_a_second_time_changes_nothing(folder: Path, capsys: Output) -> None:
    write(folder, a=UNGUARDED)
    assert main(["check", "a.yaml", "--fix"]) == 0
    assert main(["check", "a.yaml", "--fix"]) == 0
    assert (folder / "a.yaml").read_text() == GUARDED
    assert capsys.readouterr().out.endswith("1 manifest, 0 errors, 0 warnings, 0 info\n")


def test_ignored_and_suppressed_findings_are_not_fixed(folder: Path) -> None:
    kept = UNGUARDED.replace("  # the last one", "\n    # kargoui: ignore guard-without-status seen")
    write(folder, kept=kept, ignored=UNGUARDED.replace("unguarded", "b"))
    (folder / ".kargoui.toml").write_text('[per-path-ignores]\n"ignored.yaml" = ["guard-without-status"]\n')
    assert main(["check", ".", "--fix"]) == 0
    assert (folder / "kept.yaml").read_text() == kept
    assert "success()" not in (folder / "ignored.yaml").read_text()


@pytest.mark.parametrize("path", ["-", "all.zip"])
def test_what_is_no_file_of_its_own_is_refused(folder: Path, capsys: Output, path: str) -> None:
    write(folder, a=UNGUARDED)
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.write("a.yaml")
    assert main(["check", "a.yaml", path, "--fix"]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"{path}: --fix writes no standard input and no zip.")
    assert (folder / "a.yaml").read_text() == UNGUARDED


def test_nothing_is_fixed_beside_what_cannot_be_read(folder: Path, capsys: Output) -> None:
    write(folder, a=UNGUARDED, broken="a: [\n")
    assert main(["check", "a.yaml", "broken.yaml", "--fix"]) == 2
    assert (folder / "a.yaml").read_text() == UNGUARDED
    assert capsys.readouterr().err.endswith("Nothing was fixed, since not everything could be read.\n")


def test_a_file_that_cannot_be_written_is_said(
    folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    write(folder, a=UNGUARDED)
    monkeypatch.setattr("kargoui.commands.fixing.replace_file", refuse)
    assert main(["check", "a.yaml", "--fix"]) == 2
    assert capsys.readouterr().err == "a.yaml: Permission denied\n"


@pytest.mark.parametrize(
    "path", sorted([*DATA.glob("*.yaml"), *DEMO.glob("*.yaml")]), ids=lambda path: path.stem
)
def test_what_the_checker_accepted_it_accepts_once_fixed(folder: Path, capsys: Output, path: Path) -> None:
    checker()  # skips without ../shared
    place = folder / path.name
    shutil.copy(path, place)
    before = _said(place)
    assert main(["check", path.name, "--fix"]) in (0, 1, 2)
    once = place.read_bytes()
    assert set(_said(place)) <= set(before)
    main(["check", path.name, "--fix"])
    assert place.read_bytes() == once


def _said(path: Path) -> list[str]:
    errors: list[ManifestError] = []
    documents = read(decode(path.read_bytes()), path.name, errors)
    return [
        line for each in documents if isinstance(each.data, dict) for line in complaints("1.11", each.data)
    ]
