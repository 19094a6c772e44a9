"""What is wrong at one place of one manifest, and how problems of an edit are told from those before it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence, gettext_noop

_MISSING: Final = gettext_noop("%(field)s is missing. Kargo requires it here.")
MOST_PROBLEMS: Final = 1_000  # of one manifest; nobody reads more, and they take memory
_SHOWN: Final = 60  # characters of a value in a sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """A manifest that Kargo or the cluster would not accept, or would not read as its author meant it.

    `rule` names the check, `path` the place within the manifest. `line` and `column` are 1-based places in
    `file`, 0 while nobody has looked for them (`kargoui.core.manifest.validate.positioned`).
    """

    rule: str
    path: Path
    sentence: Sentence
    line: int = 0
    column: int = 0
    file: str = ""
    kind: str = ""
    name: str = ""


def missing(path: Path) -> Problem:
    """The problem of a required field that is not there, or null."""
    return Problem("missing-field", path, Sentence(_MISSING, {"field": named(path)}))


def introduced(before: Iterable[Problem], after: Iterable[Problem]) -> list[Problem]:
    """The problems of `after` that an edit has added to those of `before`.

    Indices within lists and the manifest's name do not count, since moving and renaming change them: of
    problems that are otherwise alike, as many are taken for old ones as there were.
    """
    known = Counter(_likeness(problem) for problem in before)
    added: list[Problem] = []
    for problem in after:
        likeness = _likeness(problem)
        if known[likeness] > 0:
            known[likeness] -= 1
        else:
            added.append(problem)
    return added


def _likeness(problem: Problem) -> tuple[object, ...]:
    path = tuple("[]" if isinstance(part, int) else part for part in problem.path)
    return (problem.file, problem.kind, problem.rule, path)


def shown(value: object) -> str:
    """A value as a sentence shows it: as JSON, on one line, cut where it is long."""
    if isinstance(value, str):
        value = value[: _SHOWN + 1]
    return _cut(json.dumps(value, ensure_ascii=False, default=str))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def named(path: Path) -> str:
    """The field at a path as a sentence names it: `stages[2]`, without what leads there."""
    last = len(path) - 1
    while last > 0 and isinstance(path[last], int):
        last -= 1
    parts = path[max(last, 0) :]
    return "".join(f"[{part}]" if isinstance(part, int) else _cut(part) for part in parts)


def has_expression(text: str) -> bool:
    """Whether Kargo would evaluate anything in a text."""
    return "${{" in text or "${%" in text
