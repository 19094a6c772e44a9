"""Reports for people, for programs, and for the logs of GitHub Actions."""

from __future__ import annotations

import json

from kargoui.core.lint.reports.github import as_github
from kargoui.core.lint.reports.json import as_json
from kargoui.core.lint.reports.text import as_text
from tests.core.lint.reports.reported import ERROR, report

FILE = "tasks/a b.yaml"
UNKNOWN = "Kargo 1.11 knows no field stepz here. Did you mean steps?"
RUNS = "This step runs even after an earlier step has failed: an if replaces the implied success()."
UNUSED = "The rule unknown-field finds nothing here. Remove it from the comment."


def test_a_line_for_each_finding_and_one_for_the_sum() -> None:
    assert as_text(report()).splitlines() == [
        f"{FILE}:5:3: error: PromotionTask/promote: spec.stepz: {UNKNOWN} [unknown-field]",
        f"{FILE}:10:5: warning: PromotionTask/promote: spec.steps[1].if: {RUNS} [guard-without-status]",
        f"{FILE}:11:28: info: PromotionTask/promote: {UNUSED} [unused-suppression]",
        "1 manifest, 1 error, 1 warning, 1 info, 1 can be fixed with --fix",
    ]


def test_what_is_unreadable_is_counted() -> None:
    assert as_text(report(error=ERROR)).endswith(", 1 unreadable\n")


def test_json_has_the_fields_that_programs_were_promised() -> None:
    found = json.loads(as_json(report(error=ERROR)))
    assert found["findings"][1] == {
        "rule": "guard-without-status",
        "severity": "warning",
        "file": "tasks/a b.yaml",
        "line": 10,
        "column": 5,
        "kind": "PromotionTask",
        "name": "promote",
        "path": "spec.steps[1].if",
        "message": RUNS,
        "fixable": True,
    }
    assert found["summary"] == {
        "kargo": "1.11",
        "manifests": 1,
        "findings": 3,
        "error": 1,
        "warning": 1,
        "info": 1,
        "fixable": 1,
        "fixed": 0,
        "unreadable": 1,
    }
    assert found["errors"] == [
        {"file": "b c.yaml", "line": 3, "column": 7, "message": "50%: no YAML,\nat all"}
    ]


def test_annotations_are_escaped() -> None:
    lines = as_github(report(file="a,b:c%.yaml", error=ERROR)).splitlines()
    assert lines[0].startswith("::error file=a%2Cb%3Ac%25.yaml,line=5,col=3,title=unknown-field::Kargo 1.11")
    assert [line.split(" ")[0] for line in lines[:3]] == ["::error", "::warning", "::notice"]
    assert lines[3] == "::error file=b c.yaml,line=3,col=7,title=unreadable::50%25: no YAML,%0Aat all"
    assert lines[4].startswith("1 manifest, ")
