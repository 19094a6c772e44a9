"""Nothing that Kargo's own engines ran is called an error beforehand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kargoui.core.catalog import Field
from kargoui.core.expr.foresight import Foresight, foresee, foresee_expression
from kargoui.core.expr.functions import BARE
from kargoui.core.expr.names import Names, described, names_of, output_of
from kargoui.core.simulate import NotCreated, Project, run
from kargoui.core.simulate.plan import Plan, plan
from tests.conformance.expressions import expected, vectors, world
from tests.conformance.test_promotions import case_of, files, outcomes_of, projects

ANY = Field("any")
EVERY = 5  # of the promotions: they are much alike


def errors(found: tuple[Foresight, ...]) -> list[str]:
    return [str(one.sentence) for one in found if one.severity == "error"]


@pytest.mark.conformance
def test_no_expression_that_works_is_called_an_error() -> None:
    names = Names({name: described(value) for name, value in world()["env"].items()})
    wrong, failing, foreseen = [], 0, 0
    for case in vectors():
        look, where = (foresee, "") if case["kind"] == "template" else (foresee_expression, BARE)
        found = errors(look(case["source"], names, "1.11", where))
        if expected(case)["ok"]:
            wrong += [f"{case['source']!r}: {sentence}" for sentence in found]
        else:
            failing, foreseen = failing + 1, foreseen + bool(found)
    assert not wrong, f"{len(wrong)} are wrong:\n" + "\n".join(wrong[:20])
    assert foreseen * 2 > failing  # the others depend on Freight


@pytest.mark.conformance
def test_no_step_that_ran_is_called_an_error() -> None:
    wrong: list[str] = []
    for lines, worlds, version in files():
        known = projects(worlds)
        for line in lines.read_text(encoding="utf-8").splitlines()[::EVERY]:
            vector = json.loads(line)
            wrong += wrongly_foreseen(known[vector["world"]], vector, version)
    assert not wrong, f"{len(wrong)} are wrong:\n" + "\n".join(wrong[:20])


def wrongly_foreseen(project: Project, vector: Mapping[str, Any], version: str) -> Iterator[str]:
    try:
        planned = plan(project, vector["stage"], version)
        trace = run(project, vector["stage"], case_of(vector), version, outcomes_of(vector), vector["actor"])
    except NotCreated:
        return
    traces = {step.alias: step for step in trace.steps}
    for index, step in enumerate(planned.steps):
        ended = traces.get(step.alias)
        if ended is None or not ended.status:
            continue
        if step.guard is not None and ended.status != "Errored":
            names = names_at(planned, index, "if")
            yield from errors(foresee(str(step.guard.source), names, version, "if"))
        if step.config is not None and ended.ran:
            names = names_at(planned, index, "config")
            for text in texts(step.config.source):
                yield from errors(foresee(text, names, version, "config"))


def names_at(planned: Plan, index: int, where: str) -> Names:
    """What is there when a step runs, with nothing known of its variables but their names."""
    step = planned.steps[index]
    outputs: dict[str, Field] = {}
    for before in planned.steps[:index]:
        config = before.config.source if before.config is not None else None
        found = output_of(planned.version, before.uses, config if isinstance(config, dict) else None)
        outputs[before.alias] = found
        if before.task and before.uses == "compose-output":
            known = outputs[before.task].fields if before.task in outputs else {}
            outputs[before.task] = Field("object", fields={**known, **found.fields})
    prefix = f"{step.task}::"
    inner = {
        alias.removeprefix(prefix): found for alias, found in outputs.items() if alias.startswith(prefix)
    }
    return names_of(
        planned.version,
        where,
        vars=dict.fromkeys((name for name, _ in (*planned.vars, *step.vars)), ANY),
        outputs=outputs,
        task_outputs=inner if step.task else None,
        metas=[before.alias for before in planned.steps[: index + 1]],
    )


def texts(value: object) -> Iterator[str]:
    """All texts in a config."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)
