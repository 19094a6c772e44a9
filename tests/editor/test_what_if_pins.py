"""What is supposed of steps: read from forms and addresses, shown, handed to the simulator, forgotten."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from kargoui.core.simulate import plan
from kargoui.editor.evaluated import Evaluated, evaluated
from kargoui.editor.pins import Pins, read_pins
from kargoui.editor.stage_bench import StageBench
from kargoui.pipelines.models import Project
from tests.editor.conftest import People
from tests.editor.promotions import bench, bring_in, ends, push, stage, warehouses

OPEN_PR = {
    "uses": "git-open-pr",
    "as": "pr",
    "config": {"repoURL": "https://github.com/acme/c.git", "sourceBranch": "a", "targetBranch": "b"},
}
COMPOSE = {"uses": "compose-output", "as": "own", "config": {"a": 1}}
AFTER = push("after", config={"path": "./${{ outputs.push.commit }}/${{ outputs.pr.pr.id + 1 }}"})


@pytest.fixture
def qa(project: Project, people: People) -> Project:
    steps = [push(), OPEN_PR, COMPOSE, AFTER]
    bring_in(project, people["admin"], *warehouses(["api"]), stage("qa", ["api"], *steps))
    return project


def looked_at(found: StageBench, index: int) -> Evaluated:
    step = evaluated(found.case, found.steps[index].key, found.endings)
    assert step is not None
    return step


def given(found: StageBench, index: int) -> dict[str, str]:
    return {each.name: each.text for each in looked_at(found, index).gives}


def test_a_form_supposes_outputs_and_the_address_keeps_them(qa: Project) -> None:
    form = urlencode({"suppose": "push", "ends": "Succeeded", "give.commit": " abc1234 ", "give.branch": ""})
    found = bench(qa, "qa", form)
    assert found.case.choice.pairs()[-1] == ("pin.push", '{"output":{"commit":"abc1234"}}')
    again = bench(qa, "qa", found.case.choice.query)
    assert given(again, 0) == {"branch": "", "commit": "abc1234", "commitURL": ""}
    assert [each.supposed for each in again.endings.values()] == [True, False, False, False]


def test_outputs_inside_others_and_numbers_are_what_they_are(qa: Project) -> None:
    form = urlencode({"suppose": "pr", "give.pr.id": "41", "give.pr.url": "41", "give.nothing": "x"})
    found = bench(qa, "qa", f"pin.push={json.dumps({'output': {'commit': '007'}})}&{form}")
    assert json.loads(dict(found.case.choice.pairs())["pin.pr"]) == {
        "output": {"pr": {"id": 41, "url": "41"}}
    }
    config = dict(looked_at(found, 3).parts)["config"]
    assert "./007/42" in config
    assert given(found, 1) == {"pr.id": "41", "pr.url": "41"}


def test_a_step_can_be_supposed_to_fail(qa: Project) -> None:
    found = bench(qa, "qa", "suppose=push&ends=Failed&give.commit=x")
    assert ends(found) == ["fail: failed", *["skip: skipped after a failure"] * 3]
    first = next(iter(found.endings.values()))
    assert str(first.sentence) == "It fails because you suppose so."
    assert looked_at(found, 0).fails
    assert found.case.said == "promoting api alone: failed at push"


def test_what_was_supposed_is_forgotten(qa: Project) -> None:
    query = "pin.push=%7B%22status%22%3A%22Failed%22%7D"
    assert bench(qa, "qa", query).case.choice.pins
    assert not bench(qa, "qa", f"{query}&forget=push").case.choice.pins
    assert not bench(qa, "qa", f"{query}&suppose=push&ends=Succeeded").case.choice.pins
    assert not bench(qa, "qa", f"{query}&suppose=push&ends=Failed&forget=push").case.choice.pins


def test_a_step_that_decides_itself_cannot_be_supposed(qa: Project) -> None:
    found = bench(qa, "qa", "suppose=own&ends=Failed&pin.own=%7B%22status%22%3A%22Failed%22%7D")
    assert not found.case.choice.pins
    assert not looked_at(found, 2).can_suppose
    assert looked_at(found, 0).can_suppose


@pytest.mark.parametrize(
    "text",
    [
        *["", "{", "[]", "1", "null", '"x"', "{}", '{"status":"Nope"}', '{"output":[]}', '{"output":{}}'],
        *['{"output":{"a":NaN}}', '{"output":{"a":1e999}}', '{"output":{"a":"\\ud800"}}'],
        "[" * 1900,
        "9" * 1900,
    ],
)
def test_what_is_no_supposition_is_none(text: str) -> None:
    assert read_pins(QueryDict(urlencode({"pin.push": text}))) == Pins()


def test_there_is_an_end_to_suppositions() -> None:
    many = {f"pin.{number}": '{"status":"Failed"}' for number in range(200)}
    assert len(read_pins(QueryDict(urlencode(many))).texts) == 40
    long = {"pin.push": json.dumps({"output": {"commit": "x" * 3000}})}
    assert read_pins(QueryDict(urlencode(long))) == Pins()


def test_numbers_keep_to_what_kargo_can_hold(qa: Project) -> None:
    text = json.dumps({"output": {"a": 10**300, "b": 3.0, "c": [1.5]}})
    pins = read_pins(QueryDict(urlencode({"pin.push": text})))
    assert pins.of("push") == {"output": {"a": 1e300, "b": 3, "c": [1.5]}}
    outcomes = pins.outcomes(plan(bench(qa, "qa").case.project, "qa", "1.11"))
    output = outcomes["push"].output
    assert isinstance(output, dict)
    assert set(output) == {"a", "b", "c", "branch", "commit", "commitURL"}
