"""The command `kargoui validate`, and what all commands have in common."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from kargoui import serving
from kargoui.cli import main

GOOD = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: testnet
  namespace: demo
spec:
  requestedFreight:
  - origin: {kind: Warehouse, name: images}
    sources: {direct: true}
"""
BAD = GOOD.replace("direct: true", "direct: maybe").replace("testnet", "mainnet")

Output = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(f"# a comment\n{BAD}")
    (tmp_path / "notes.txt").write_text("no YAML: [")
    return tmp_path


def test_a_good_file_is_fine(folder: Path, capsys: Output) -> None:
    assert main(["validate", "good.yaml"]) == 0
    assert capsys.readouterr().out == "1 manifest, 0 problems\n"


def test_a_problem_is_one_line_with_its_place(folder: Path, capsys: Output) -> None:
    assert main(["validate", "bad.yaml"]) == 1
    assert capsys.readouterr().out == (
        "bad.yaml:10:15: Stage/mainnet: spec.requestedFreight[0].sources.direct: "
        'direct must be true or false (without quotes), but it is "maybe".\n'
        "1 manifest, 1 problem\n"
    )


def test_problems_as_json(folder: Path, capsys: Output) -> None:
    assert main(["validate", "bad.yaml", "good.yaml", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["documents"] == 2
    assert found["problems"] == [
        {
            "rule": "wrong-type",
            "file": "bad.yaml",
            "line": 10,
            "column": 15,
            "kind": "Stage",
            "name": "mainnet",
            "path": "spec.requestedFreight[0].sources.direct",
            "message": 'direct must be true or false (without quotes), but it is "maybe".',
        }
    ]


def test_a_directory_and_a_zip_are_read_whole(folder: Path, capsys: Output) -> None:
    assert main(["validate", str(folder)]) == 1
    assert f"{folder}/bad.yaml:10:15: " in capsys.readouterr().out
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.write("bad.yaml", "a/bad.yaml")
    assert main(["validate", "all.zip", "good.yaml"]) == 1
    assert capsys.readouterr().out.startswith("all.zip/a/bad.yaml:10:15: ")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    assert main(["validate", "-"]) == 1
    assert capsys.readouterr().out.startswith("-:9:15: Stage/mainnet: ")


def test_the_version_and_the_namespace_can_be_given(folder: Path, capsys: Output) -> None:
    (folder / "vars.yaml").write_text(
        GOOD.replace("  namespace: demo\n", "") + "  vars: [{name: a, value: b}]\n"
    )
    assert main(["validate", "vars.yaml", "--namespace", "demo", "--kargo", "v1.11.2"]) == 0
    assert main(["validate", "vars.yaml", "--namespace=demo", "--kargo=1.4"]) == 1
    assert main(["validate", "vars.yaml"]) == 1
    assert "Kargo 1.4 knows no field vars here." in capsys.readouterr().out


def test_what_is_referenced_must_be_there_if_asked_for(folder: Path, capsys: Output) -> None:
    assert main(["validate", "good.yaml", "--closed"]) == 1
    assert "There is no Warehouse images here." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["validate", "nowhere.yaml"], "nowhere.yaml: No such file or directory\n"),
        (["validate", "notes.txt"], "notes.txt:1:"),
        (["validate", "/dev/zero"], "/dev/zero: The file has"),
        (["validate", "broken.zip"], "broken.zip: The zip cannot be read"),
        (["validate", "empty"], "There is no Kargo manifest here"),
        (["validate"], "usage: "),
        (["validate", "good.yaml", "--kargo", "1.3"], "usage: "),
        (["validate", "good.yaml", "--nonsense"], "usage: "),
        (["nonsense"], "usage: "),
        ([], "usage: "),
    ],
)
def test_bad_input_is_said_on_standard_error(
    folder: Path, capsys: Output, arguments: list[str], message: str
) -> None:
    (folder / "broken.zip").write_bytes(b"PK\x03\x04")
    (folder / "empty").mkdir()
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(message)


def test_bad_input_is_json_too(folder: Path, capsys: Output) -> None:
    assert main(["validate", "notes.txt", "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert (found["problems"], found["documents"]) == ([], 0)
    assert [error["file"] for error in found["errors"]] == ["notes.txt"]


def test_what_can_be_read_is_checked_beside_what_cannot(folder: Path, capsys: Output) -> None:
    (folder / "broken.yaml").write_text(f"a: [\n---\n{GOOD}---\nb: }}\n---\n{BAD.replace('mainnet', 'qa')}")
    (folder / "binary.yml").write_bytes(b"\xff\xfe")
    assert main(["validate", ".", "nowhere.yaml", "./good.yaml", "--closed"]) == 2
    captured = capsys.readouterr()
    problems = captured.out.splitlines()
    assert [line.partition(": ")[0] for line in problems[:-1]] == [
        "./bad.yaml:10:15",
        "./broken.yaml:23:15",
        "./good.yaml:4:3",
    ]
    assert problems[-1] == "4 manifests, 3 problems, 4 unreadable"
    errors = [line.partition(": ")[0] for line in captured.err.splitlines()]
    assert errors == ["./binary.yml:1:1", "./broken.yaml:2:1", "./broken.yaml:13:4", "nowhere.yaml"]


def test_the_items_of_a_list_are_checked(folder: Path, capsys: Output) -> None:
    items = "".join(f"- {text.replace(chr(10), chr(10) + '  ').strip()}\n" for text in (GOOD, BAD, GOOD))
    (folder / "list.yaml").write_text(f"apiVersion: v1\nitems:\n{items}kind: List\nmetadata: {{}}\n")
    assert main(["validate", "list.yaml", "--closed"]) == 1
    lines = [line.split(": ")[:3] for line in capsys.readouterr().out.splitlines()]
    sources = "items[1].spec.requestedFreight[0].sources.direct"
    assert ["list.yaml:20:17", "Stage/mainnet", sources] in lines
    assert ["list.yaml:24:5", "Stage/testnet", "items[2].metadata.name"] in lines
    assert lines[-1] == ["3 manifests, 5 problems"]


def test_help_is_no_error(capsys: Output) -> None:
    assert main(["--help"]) == 0
    assert "validate" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "address"),
    [([], ("127.0.0.1", 8000)), (["--host", "0.0.0.0", "--port", "8001"], ("0.0.0.0", 8001))],  # noqa: S104
)
def test_serving_is_handed_on(
    arguments: list[str], address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[str, int]] = []

    def serve(host: str, port: int) -> int:
        given.append((host, port))
        return 0

    monkeypatch.setattr(serving, "serve", serve)
    assert main(["serve", *arguments]) == 0
    assert given == [address]


def test_checking_does_not_load_django(folder: Path) -> None:
    code = (
        "import sys; from kargoui.cli import main; main(['validate', 'good.yaml']); "
        "sys.exit('django' in sys.modules)"
    )
    root = str(Path(__file__).resolve().parents[1])
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": root}, cwd=folder)


def test_the_console_script_runs(folder: Path) -> None:
    script = Path(sysconfig.get_path("scripts"), "kargoui")
    if not script.exists():
        pytest.skip("the package is not installed, so there is no console script")
    done = subprocess.run([script, "validate", "bad.yaml"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.endswith("1 manifest, 1 problem\n")
