"""Files and functions stay small: what grows past these sizes holds two things."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENDINGS = (".py", ".js", ".html", ".css")
LONGEST_FILE, LONGEST_TEST_MODULE, LONGEST_FUNCTION = 400, 250, 40
MADE_ELSEWHERE = ("static/vendor/", "/migrations/")


def tracked() -> list[str]:
    """The files under version control that people write."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no checkout of git")
    written = [path for path in listed.stdout.splitlines() if path.endswith(ENDINGS)]
    kept = [path for path in written if not any(part in path for part in MADE_ELSEWHERE)]
    return [path for path in kept if (ROOT / path).exists()]


def test_files_are_short() -> None:
    lengths = {path: len((ROOT / path).read_text().splitlines()) for path in tracked()}
    limits = {path: LONGEST_TEST_MODULE if path.startswith("tests/") else LONGEST_FILE for path in lengths}
    assert lengths
    assert not {path: length for path, length in lengths.items() if length >= limits[path]}


def test_functions_are_short() -> None:
    long = {}
    for path in tracked():
        if not path.endswith(".py"):
            continue
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length >= LONGEST_FUNCTION:
                    long[f"{path}:{node.lineno} {node.name}"] = length
    assert not long
