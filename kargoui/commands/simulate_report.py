"""What `kargoui simulate` found, as a calm table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kargoui.core.simulate import CaseOutcome, Promotion

_INDENT = "  "
_WORDS = {"Errored": "errors", "Failed": "fails", "Unknown": "may fail", "NotCreated": "is refused"}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case, or the smallest of `count` cases that end alike; `filled` is in the Stage's order."""

    filled: tuple[str, ...]
    outcome: CaseOutcome
    count: int | None = None


@dataclass(frozen=True, slots=True)
class StageAnswer:
    """The cases of a Stage: all of them if `whole`, else the one that was asked for.

    `refusal` says why no promotion can be made; a Stage that `passes_on` Freight has none to create.
    """

    stage: str
    origins: tuple[str, ...]
    cases: tuple[CaseLine, ...]
    refusal: str = ""
    passes_on: bool = False
    whole: bool = True

    @property
    def count(self) -> int:
        return sum(line.count or 1 for line in self.cases)

    @property
    def failing(self) -> int:
        return sum(line.count or 1 for line in self.cases if line.outcome.phase != "Succeeded")


@dataclass(frozen=True, slots=True)
class Moment:
    """One promotion of a rollout; `filled` is in the Stage's order."""

    filled: tuple[str, ...]
    promotion: Promotion


@dataclass(frozen=True, slots=True)
class RolloutAnswer:
    """A rollout; `at_once` is how many promotions fail without its phases, None where it has none."""

    moments: tuple[Moment, ...]
    waiting: Mapping[str, tuple[str, ...]]
    phases: int = 0
    at_once: int | None = None

    @property
    def failing(self) -> int:
        return sum(moment.promotion.phase != "Succeeded" for moment in self.moments)


Answer = RolloutAnswer | StageAnswer | list[StageAnswer]


def as_json(answer: Answer, version: str) -> str:
    """An object for a Stage or a rollout, a list of objects for all Stages."""
    found: object
    if isinstance(answer, RolloutAnswer):
        found = _rollout_fields(answer, version)
    elif isinstance(answer, StageAnswer):
        found = _stage_fields(answer, version)
    else:
        found = [_stage_fields(stage, version) for stage in answer]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _stage_fields(answer: StageAnswer, version: str) -> dict[str, object]:
    fields: dict[str, object] = {"stage": answer.stage, "kargo": version}
    if answer.refusal:
        fields["message"] = answer.refusal
    return {**fields, "cases": [_case_fields(line) for line in answer.cases]}


def _case_fields(line: CaseLine) -> dict[str, object]:
    outcome = line.outcome
    fields: dict[str, object] = {
        "filled": list(line.filled),
        "target": outcome.case.target,
        "reachable": outcome.reachable,
        "phase": outcome.phase,
        "message": outcome.message,
        "steps": [
            {"alias": step.alias, "status": step.status, "message": step.message} for step in outcome.steps
        ],
    }
    return fields if line.count is None else {**fields, "count": line.count}


def _rollout_fields(answer: RolloutAnswer, version: str) -> dict[str, object]:
    fields: dict[str, object] = {
        "kargo": version,
        "promotions": [
            {
                "stage": moment.promotion.stage,
                "filled": list(moment.filled),
                "target": moment.promotion.case.target,
                "phase": moment.promotion.phase,
                "message": moment.promotion.message,
                "automatic": moment.promotion.automatic,
            }
            for moment in answer.moments
        ],
        "failing": answer.failing,
        "waiting": {stage: list(origins) for stage, origins in answer.waiting.items()},
    }
    return fields if answer.at_once is None else {**fields, "failing_without_phases": answer.at_once}


def as_text(answer: Answer, version: str) -> str:
    """A heading and a table with a line for each case, group of cases, or promotion."""
    if isinstance(answer, RolloutAnswer):
        return _rollout_text(answer, version)
    if isinstance(answer, StageAnswer):
        if answer.whole or not answer.cases:
            return "".join(f"{line}\n" for line in _stage_text(answer))
        return _case_text(answer)
    parts = ["".join(f"{line}\n" for line in _stage_text(stage, only_failing=True)) for stage in answer]
    flawed = sum(bool(stage.refusal or stage.failing) for stage in answer)
    return "".join([*parts, f"{_counted(len(answer), 'Stage')}, {flawed} with promotions that can fail\n"])


def _stage_text(answer: StageAnswer, *, only_failing: bool = False) -> list[str]:
    if answer.passes_on:
        return [f"{answer.stage}: has no steps, and passes Freight on"]
    if answer.refusal:
        return [f"{answer.stage}: no promotion can be made: {_first_line(answer.refusal)}"]
    if not answer.cases:
        return [f"{answer.stage}: requests no Freight, so that nothing can be promoted to it"]
    if not answer.failing:
        heading = f"{answer.stage}: {_counted(answer.count, 'case')}, all succeed"
    else:
        heading = f"{answer.stage}: {_counted(answer.count, 'case')}, {answer.failing} can fail"
    shown = [line for line in answer.cases if not only_failing or line.outcome.phase != "Succeeded"]
    if not shown:
        return [heading]
    grouped = any(line.count is not None for line in shown)
    rows = [("cases", "filled", "promoting", "outcome")]
    rows += [
        (str(line.count), ", ".join(line.filled), line.outcome.case.target, _outcome(line.outcome))
        for line in shown
    ]
    return [heading, *_table(rows if grouped else [row[1:] for row in rows])]


def _case_text(answer: StageAnswer) -> str:
    (line,) = answer.cases
    outcome = line.outcome
    empty = [origin for origin in answer.origins if origin not in line.filled]
    slots = f"{', '.join(line.filled)} filled" + (f", {', '.join(empty)} empty" if empty else "")
    heading = f"{answer.stage}: promoting {outcome.case.target}, {slots}: {_ending(outcome)}"
    steps = [(step.alias, step.status, _first_line(step.message)) for step in outcome.steps]
    below = [f"{_INDENT}{text}" for text in outcome.message.split("\n")] if outcome.message else []
    return "".join(f"{text}\n" for text in [heading, *_table(steps), *below])


def _outcome(outcome: CaseOutcome) -> str:
    message = f": {_first_line(outcome.message)}" if outcome.message else ""
    unreachable = "" if outcome.reachable else " (no Freight gets there by itself)"
    return f"{_ending(outcome)}{unreachable}{message}"


def _ending(outcome: CaseOutcome) -> str:
    skipped = sum(step.status == "Skipped" for step in outcome.steps)
    return _ended(outcome.phase, outcome.step, skipped)


def _ended(phase: str, step: str, skipped: int) -> str:
    if phase == "Succeeded":
        return f"succeeds, {skipped} skipped" if skipped else "succeeds"
    return f"{_WORDS.get(phase, phase)} at {step}" if step else _WORDS.get(phase, phase)


def _rollout_text(answer: RolloutAnswer, version: str) -> str:
    rows = [("", "Stage", "promoting", "filled", "by", "outcome")]
    for number, moment in enumerate(answer.moments, 1):
        each = moment.promotion
        message = f": {_first_line(each.message)}" if each.message else ""
        ended = _ended(each.phase, each.step, each.skipped)
        by = "policy" if each.automatic else "hand"
        row = (str(number), each.stage, each.case.target, ", ".join(moment.filled), by, f"{ended}{message}")
        rows.append(row)
    lines = [f"The first rollout under Kargo {version}", *_table(rows)]
    lines += [f"{', '.join(origins)} never gets to {stage}" for stage, origins in answer.waiting.items()]
    sums = f"{_counted(len(answer.moments), 'promotion')}, {answer.failing} can fail"
    lines.append(sums if answer.at_once is None else f"{sums}; without phases {answer.at_once}")
    return "".join(f"{line}\n" for line in lines)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows in columns, each as wide as its widest cell; the last one as long as it is."""
    if not rows:
        return []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [_INDENT + _row(row, widths) for row in rows]


def _row(row: Sequence[str], widths: Iterable[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _first_line(message: str) -> str:
    return message.partition("\n")[0]


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
