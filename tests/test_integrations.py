"""The hook for pre-commit and the action for GitHub run what the command line offers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kargoui.cli import main
from tests.checked import CLEAN, UNGUARDED, write

ROOT = Path(__file__).resolve().parents[1]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, clean=CLEAN, unguarded=UNGUARDED)
    return tmp_path


def act(folder: Path, **inputs: str) -> tuple[int, str, str]:
    """The step "Check" of the action: its exit status, what it prints, and its outputs."""
    script = folder / "environment" / "bin" / "kargoui"
    script.parent.mkdir(parents=True, exist_ok=True)
    code = f"import sys; sys.path[0] = {str(ROOT)!r}; from kargoui.cli import main; sys.exit(main())"
    script.write_text(f"#!{sys.executable}\n{code}\n")
    script.chmod(0o755)
    given = {name: str(entry["default"]) for name, entry in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    step = ACTION["runs"]["steps"][1]
    fill = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")
    environment = {
        name: fill.sub(lambda found: given[found[1]], value) for name, value in step["env"].items()
    }
    output = folder / "output"
    output.unlink(missing_ok=True)
    environment |= {
        "ENVIRONMENT": str(folder / "environment"),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(output),
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(
        ["bash", "-c", step["run"]], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, output.read_text()


def test_the_hook_is_a_command_that_runs(folder: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    program, *arguments = hook["entry"].split()
    assert program == "kargoui"
    assert hook["pass_filenames"] is False
    assert main([*arguments, *hook["args"]]) == 1
    (folder / "unguarded.yaml").unlink()
    assert main([*arguments, *hook["args"]]) == 0


def test_the_action_annotates_reports_and_fails(folder: Path) -> None:
    status, printed, outputs = act(folder)
    assert status == 1
    assert printed.startswith("::warning file=unguarded.yaml,line=11,")
    assert outputs == "sarif-file=kargoui.sarif\nfound=true\n"
    results = json.loads((folder / "kargoui.sarif").read_text())["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["guard-without-status"]


def test_the_action_takes_lists_by_the_line(folder: Path) -> None:
    arguments = "--ignore=guard-without-status\n\n"
    assert act(folder, arguments=arguments, kargo="1.10")[0] == 0
    assert act(folder, paths="clean.yaml\n")[2].endswith("found=false\n")
    assert act(folder, paths="clean.yaml\nunguarded.yaml", fail="false")[0] == 0


def test_bad_input_fails_in_any_case(folder: Path) -> None:
    assert act(folder, paths="nowhere.yaml", fail="false")[0] == 2
    assert act(folder, paths="$(touch hacked)", fail="false")[0] == 2
    assert not (folder / "hacked").exists()


def test_nothing_that_people_give_becomes_code() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
