"""The command `kargoui discover`: what it prints, and what it calls bad input."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kargoui.cli import main

PROJECT = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {name: images, namespace: demo}
spec:
  subscriptions:
  - image: {repoURL: ghcr.io/acme/app, constraint: ^1, discoveryLimit: 2}
---
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata: {name: several, namespace: demo}
spec:
  subscriptions:
  - git: {repoURL: https://github.com/acme/app.git}
  - image: {repoURL: ghcr.io/acme/app, imageSelectionStrategy: NewestBuild}
  - image: {repoURL: ghcr.io/acme/old, imageSelectionStrategy: Lexical, allowTags: ^v}
  - maven: {name: app}
"""
TAGS = "1.0.0\n1.2.0\n2.0.0\n1.1.0\nlatest\n1.3.0-rc.1\n"

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "project.yaml").write_text(PROJECT)
    (tmp_path / "tags.txt").write_text(TAGS)
    return tmp_path


def discover(*arguments: str, tags: str = "tags.txt") -> int:
    return main(["discover", "project.yaml", "--tags", tags, *arguments])


def test_every_tag_is_a_line(capsys: Output) -> None:
    assert discover("--warehouse", "images") == 0
    outside = "Outside the constraint ^1. (2.0.0 does not have same major version as 1)"
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "    1  1.2.0",
        "    2  1.1.0",
        "    3  1.0.0       Cut off by discoveryLimit 2.",
        f"    -  2.0.0       {outside}",
        "    -  latest      No semantic version.",
        "    -  1.3.0-rc.1  A pre-release, and the constraint ^1 asks for none.",
        "2 discovered, 1 cut off, 3 left out",
    ]


def test_the_answer_as_json(capsys: Output) -> None:
    assert discover("--warehouse", "images", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["warehouse"] == "images"
    assert found["subscription"] == 1
    asked = {name: found[name] for name in ("kind", "strategy", "constraint", "limit")}
    assert asked == {"kind": "image", "strategy": "SemVer", "constraint": "^1", "limit": 2}
    assert found["discovered"] == [{"rank": 1, "tag": "1.2.0"}, {"rank": 2, "tag": "1.1.0"}]
    assert found["cut_off"] == [{"rank": 3, "tag": "1.0.0"}]
    assert found["left_out"][1] == {
        "tag": "latest",
        "reason": "No semantic version.",
        "detail": "",
    }
    assert (found["caveats"], found["error"]) == ([], None)


def test_times_come_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    given = b"old 2025-01-01T00:00:00Z\nnew 2026-01-01T00:00:00Z\nunknown\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert discover("--warehouse", "several", "--subscription", "2", tags="-") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["    1  new", "    2  old", "    3  unknown"]
    assert lines[3].startswith("Note: NewestBuild goes by time.")


@pytest.mark.parametrize(
    ("number", "kargo", "status", "said"),
    [
        ("1", "1.11", 1, "NewestFromBranch selects commits of a branch"),
        ("3", "1.11", 1, "From Kargo 1.11 on nothing is discovered where allowTags is given."),
        ("3", "1.10", 1, "    -  1.0.0       ^v of allowTags does not match."),
        ("4", "1.11", 1, "Kargo itself does not say what a subscription of kind maven selects."),
    ],
)
def test_nothing_discovered_is_status_1(
    number: str, kargo: str, status: int, said: str, capsys: Output
) -> None:
    arguments = ("--warehouse", "several", "--subscription", number, "--kargo", kargo)
    assert discover(*arguments) == status
    assert capsys.readouterr().out.startswith(said)
    assert discover(*arguments, "--json") == status
    json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--warehouse", "other"), "There is no Warehouse other here. There are: images, several."),
        (("--warehouse", "several"), "project.yaml: Warehouse several has 4 subscriptions."),
        (("--warehouse", "several", "--subscription", "5"), "project.yaml: Warehouse several has no"),
        (("--warehouse", "images", "--subscription", "0"), "project.yaml: Warehouse images has no"),
        (("--warehouse", "images", "--tags", "nowhere"), "nowhere: No such file or directory"),
        (("--warehouse", "images", "--tags", "."), ".: Is a directory"),
        (("--warehouse", "images", "--tags", "times.txt"), "times.txt:2: Line 2: soon is no time."),
        (("--warehouse", "images", "--tags", "binary"), "binary:1:1: The file is no UTF-8 text."),
        (("-", "--warehouse", "images", "--tags", "-"), "Only one of PATH and --tags can be"),
        (("nowhere.yaml", "--warehouse", "images"), "nowhere.yaml: No such file or directory"),
        (("again.yaml", "--warehouse", "images"), "There are several Warehouses images here."),
        ((), "usage: "),
    ],
)
def test_bad_input_is_said_on_standard_error(
    arguments: tuple[str, ...], message: str, folder: Path, capsys: Output
) -> None:
    (folder / "times.txt").write_text("v1\nv2 soon\n")
    (folder / "binary").write_bytes(b"\xff\n")
    (folder / "again.yaml").write_text(PROJECT.replace("demo", "other"))
    tags = () if "--tags" in arguments else ("--tags", "tags.txt")
    assert main(["discover", "project.yaml", *arguments, *tags]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(message)


def test_the_namespace_tells_warehouses_of_one_name_apart(folder: Path, capsys: Output) -> None:
    (folder / "again.yaml").write_text(PROJECT.replace("demo", "other").replace("^1", "^2"))
    arguments = ["--tags", "tags.txt", "--warehouse", "images", "--namespace", "other"]
    assert main(["discover", "project.yaml", "again.yaml", *arguments]) == 0
    assert capsys.readouterr().out.startswith("    1  2.0.0")


def test_django_is_not_loaded() -> None:
    code = (
        "import sys; from kargoui.cli import main; "
        "status = main(['discover', 'project.yaml', '--warehouse', 'images', '--tags', 'tags.txt']); "
        "sys.exit(status or 'django' in sys.modules)"
    )
    root = str(Path(__file__).resolve().parents[1])
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": root})
