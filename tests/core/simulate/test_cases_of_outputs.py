"""What compose-output gives, to its task and to later steps, for all cases at once as one by one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.simulate.projects import CHARTS, IMAGE, compose, project, push
from tests.core.simulate.test_cases import compare

TAG = f"${{{{ imageFrom('{IMAGE}')?.Tag }}}}"
CHART = f"${{{{ chartFrom('{CHARTS}', 'api').Version }}}}"
SECRET = {"if": "${{ secret('s').on == 'yes' }}"}
READS = {"uses": "git-push", "config": {"path": "${{ task.outputs.a.it }}"}}
TASK_READS = {
    "uses": "git-push",
    "config": {"path": "${{ outputs.t.it }}", "targetBranch": "${{ outputs.t.more }}"},
}
WHOLE = {"uses": "git-push", "config": {"path": "${{ toJSON(outputs.t) }}"}}


@pytest.mark.parametrize("version", ["1.4", "1.7", "1.11"])
@pytest.mark.parametrize(
    "steps",
    [
        [compose("a", "constant"), READS],
        [compose("a", TAG), READS],
        [compose("a", CHART), READS],
        [compose("a", TAG, **SECRET), READS],
        [compose("a", "x", **SECRET), compose("b", TAG), READS],
        [compose("a", TAG), compose("b", CHART, **{"if": "${{ ctx.stage == 'test' }}"}), READS],
        [compose("a", "\x7f"), READS],
        [compose("a", {"deep": [TAG, 1]}), READS],
        [push("p", **SECRET), compose("a", "${{ task.outputs.p?.commit ?? 'none' }}"), READS],
    ],
    ids=str,
)
def test_all_cases_at_once_are_as_one_by_one(steps: list[dict[str, Any]], version: str) -> None:
    for after in (TASK_READS, WHOLE):
        task = {"steps": steps}
        reference = {"task": {"name": "t"}, "as": "t"}
        assert compare(project(reference, after, tasks={"t": task}), version, {}, "") == 4
