"""Problems as the command line shows them: a line each, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.path import format_path
from kargoui.core.manifest.problems import Problem

OK, PROBLEMS, BAD_INPUT = 0, 1, 2


def as_line(problem: Problem) -> str:
    """`file:line:column: Kind/name: path: sentence`, as compilers write it."""
    place = f"{problem.file}:{problem.line}:{problem.column}"
    path = format_path(problem.path)
    parts = [place, f"{problem.kind or '?'}/{problem.name or '?'}", *([path] if path else [])]
    return ": ".join([*parts, str(problem.sentence)])


def as_text(problems: Sequence[Problem], documents: int, errors: Sequence[ManifestError] = ()) -> str:
    """A line for each problem and one for the sum."""
    lines = [as_line(problem) for problem in problems]
    sums = [_counted(documents, "manifest"), _counted(len(problems), "problem")]
    if errors:
        sums.append(f"{len(errors)} unreadable")
    lines.append(", ".join(sums))
    return "".join(f"{line}\n" for line in lines)


def as_json(problems: Iterable[Problem], documents: int, errors: Iterable[ManifestError] = ()) -> str:
    """`{"problems": [...], "documents": N, "errors": [...]}`; errors are what could not be read."""
    found = {
        "problems": [_fields(problem) for problem in problems],
        "documents": documents,
        "errors": [
            {
                "file": error.file,
                "line": error.line,
                "column": error.column,
                "message": str(error.sentence),
            }
            for error in errors
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _fields(problem: Problem) -> dict[str, object]:
    return {
        "rule": problem.rule,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "kind": problem.kind,
        "name": problem.name,
        "path": format_path(problem.path),
        "message": str(problem.sentence),
    }


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
