"""`make bench`: run every benchmark in one process, write docs/benchmarks.json and docs/benchmarks.md.

A benchmark is a module of this package with `run() -> dict`: rows of `{"what", "value", "unit", "limit"}`,
where `limit` is the number that must not be exceeded (None where there is none).
"""

from __future__ import annotations

import importlib
import json
import platform
import sys
from datetime import date
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
MODULES = ("loading", "application", "layout", "expressions", "promotions", "cases", "discovery", "audit")


def machine() -> str:
    """The processor and Python of this run, as a person would name them."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    cores = sum(line.startswith("processor") for line in lines)
    processor = models[0] if models else platform.machine()
    return f"{processor}, {cores} cores, Python {platform.python_version()}, {platform.system()}"


def main(names: list[str]) -> int:
    """Run the named benchmarks, all without a name; 1 when a limit is exceeded."""
    rows = []
    for name in names or MODULES:
        for row in importlib.import_module(f"tests.bench.{name}").run()["rows"]:
            rows.append(row)
            print(line(row), flush=True)
    if not names:
        write(rows)
    return 1 if any(exceeded(row) for row in rows) else 0


def exceeded(row: dict[str, object]) -> bool:
    """Whether a row's value is above its limit."""
    return row["limit"] is not None and float(str(row["value"])) > float(str(row["limit"]))


def line(row: dict[str, object]) -> str:
    """A row of the table."""
    limit = "" if row["limit"] is None else f"at most {row['limit']}"
    verdict = "" if row["limit"] is None else ("**over**" if exceeded(row) else "holds")
    return f"| {row['what']} | {row['value']} {row['unit']} | {limit} | {verdict} |"


def write(rows: list[dict[str, object]]) -> None:
    """The results as JSON and as a table for people."""
    result = {"machine": machine(), "date": date.today().isoformat(), "rows": rows}
    (DOCS / "benchmarks.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    head = (
        "# Benchmarks\n\n`make bench` writes this page. Ratios compare two things in one run.\n\n"
        f"{result['machine']}; {result['date']}.\n\n| what | measured | limit | |\n|---|---|---|---|\n"
    )
    (DOCS / "benchmarks.md").write_text(head + "\n".join(map(line, rows)) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
