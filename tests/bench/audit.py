"""The audit of a project of 1,000 Stages, and how soon `kargoui check` answers, beside yamllint."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from yamllint import linter
from yamllint.config import YamlLintConfig

from kargoui.core.lint import all_rules, audit
from kargoui.core.manifest.document import read
from kargoui.core.remembered import collect_rarely
from tests.bench.clock import best, row
from tests.bench.projects import project_text

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "data" / "previewnet.yaml"
COLD, STARTED = 2, 0.4  # seconds at most
CHECK = "import sys; from kargoui.cli import main; sys.exit(main(sys.argv[1:]))"


def run() -> dict[str, object]:
    """Seconds in processes of their own, whose caches are empty; yamllint once, since it takes its time."""
    text = project_text()
    with TemporaryDirectory() as folder:
        path = Path(folder, "project.yaml")
        path.write_text(text, encoding="utf-8")
        audits = [json.loads(_python("-m", __name__, str(path))) for _ in range(3)]
    cold = min(each["audit"] for each in audits)
    reading = min(each["read"] for each in audits)
    started = best(lambda: _python("-c", CHECK, "check", str(SMALL)), runs=10)
    config = YamlLintConfig("extends: default")
    complaints = 0

    def lint() -> None:
        nonlocal complaints
        complaints = sum(1 for _ in linter.run(text, config))

    linted = best(lint, runs=1)
    findings = audits[0]["findings"]
    return {
        "rows": [
            row(f"all {len(all_rules())} rules on 1,000 Stages, from cold", cold, "s", COLD),
            row("reading these 5 MB before that", reading, "s"),
            row(f"findings ({findings:,} in all)", findings / (cold + reading), "/s"),
            row("yamllint on the same 5 MB", linted, "s"),
            row(f"findings of yamllint ({complaints:,} in all)", complaints / linted, "/s"),
            row("kargoui check on a small file, from start to end", started, "s", STARTED),
        ]
    }


def _python(*arguments: str) -> str:
    """What a new Python prints; it may keep compiled modules, as an installed one does."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode > 1:
        raise RuntimeError(done.stderr)
    return done.stdout


def _measured(path: str) -> dict[str, float]:
    """Seconds that reading and auditing a file take here, and how much is found in it."""
    text = Path(path).read_text(encoding="utf-8")
    all_rules()
    collect_rarely()  # as the command does
    start = perf_counter()
    documents = read(text, "project.yaml")
    middle = perf_counter()
    findings = audit(documents, "1.11")
    end = perf_counter()
    return {"read": middle - start, "audit": end - middle, "findings": len(findings)}


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1])))
