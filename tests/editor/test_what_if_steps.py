"""How the steps end in the case that is shown, and what a step gets in it."""

from __future__ import annotations

import pytest

from kargoui.core.expr import Unknown
from kargoui.editor.endings import StepEnding
from kargoui.editor.evaluated import as_yaml, evaluated
from kargoui.editor.stage_bench import StageBench
from kargoui.pipelines.models import Project
from tests.editor.conftest import People
from tests.editor.promotions import CLONE, bench, bring_in, ends, push, reads, shown, stage, task, warehouses

UNKNOWN_IF = {"if": "${{ outputs.ask.status == 200 }}"}
ASK = {
    "uses": "http",
    "as": "ask",
    "config": {"url": "https://x.io", "outputs": [{"name": "status", "fromExpression": "1"}]},
}


def with_steps(project: Project, people: People, *steps: object, query: str = "") -> StageBench:
    """A Stage that requests api and web, of which only api is filled."""
    bring_in(project, people["admin"], *warehouses(("api", "web")), stage("qa", ("api", "web"), *steps))
    return bench(project, "qa", query or "filled=api&target=api")


def last(found: StageBench) -> StepEnding:
    return list(found.endings.values())[-1]


def test_what_comes_after_an_error_is_skipped(project: Project, people: People) -> None:
    found = with_steps(
        project, people, CLONE, reads("web"), push(), push("always", **{"if": "${{ always() }}"})
    )
    assert ends(found) == ["ok", "fail: errored", "skip: skipped after an error", "ok"]
    error = list(found.endings.values())[1]
    assert str(error.sentence).startswith("Nothing in slot web in this case")
    assert error.message.endswith("reflect: call of reflect.Value.Field on zero Value (1:32)")
    assert error.snippet.splitlines()[0] == ' |  imageFrom("ghcr.io/acme/web").Tag '
    assert error.snippet.splitlines()[1].endswith("^")


def test_the_reason_for_a_skip_is_said(project: Project, people: People) -> None:
    failing = {"uses": "fail", "as": "stop", "config": {"message": "no"}}
    found = with_steps(project, people, push(**{"if": "${{ false }}"}), failing, push("after"))
    assert ends(found) == ["skip: skipped: its if is false", "fail: failed", "skip: skipped after a failure"]


def test_a_step_whose_if_is_not_known_says_what_it_depends_on(project: Project, people: People) -> None:
    found = with_steps(project, people, ASK, push(**UNKNOWN_IF), reads("web", **UNKNOWN_IF))
    assert ends(found) == [
        "ok",
        "unknown: depends on outputs.ask.status",
        "unknown: depends on outputs.ask.status",
    ]
    assert str(last(found).sentence).startswith("Nothing in slot web")
    assert found.case.ending is not None
    assert (found.case.ending.tone, found.case.ending.word) == ("warn", "may fail at web")


def test_a_failure_that_does_not_count_is_marked_so(project: Project, people: People) -> None:
    found = with_steps(project, people, reads("web", continueOnError=True), push())
    assert ends(found) == ["fail: errored", "ok"]
    assert next(iter(found.endings.values())).harmless
    assert found.case.said.endswith(": succeeds")


def test_the_first_version_ends_at_the_first_error(project: Project, people: People) -> None:
    query = "filled=api&target=api&kargo=1.4"
    found = with_steps(
        project, people, push("off", **{"if": "${{ false }}"}), reads("web"), push(), query=query
    )
    assert ends(found) == ["skip: skipped: its if is false", "fail: errored", "skip: not reached"]
    guard = with_steps(project, people, push(**{"if": "${{ 1 }}"}), push("after"), query=query)
    assert ends(guard) == ["fail: errored", "skip: not reached"]
    unknown = with_steps(project, people, {"uses": "nope", "config": {}}, push(), query=query)
    assert ends(unknown) == ["fail: errored", "skip: not reached"]
    assert str(next(iter(unknown.endings.values())).sentence) == "This version of Kargo has no step nope."


def test_where_no_step_is_to_blame_the_promotion_says_why(project: Project, people: People) -> None:
    found = with_steps(project, people, {"uses": "copy"}, query="filled=api&target=api&kargo=1.4")
    assert "nil pointer dereference" in found.case.loose_message


@pytest.mark.parametrize("query", ["filled=charts&target=charts", "filled=charts&target=charts&kargo=1.4"])
def test_the_steps_of_a_task_end_each_for_itself(query: str, project: Project) -> None:
    found = bench(project, "previewnet", query)
    (card,) = found.steps
    assert list(found.endings) == [card.key, *(f"{card.key}-{inside.key}" for inside in card.steps)]
    assert ends(found) == ["fail: fails at image", "ok", "fail: errored"]


def test_two_references_to_one_task_do_not_mix(project: Project, people: People) -> None:
    bring_in(project, people["admin"], task("two", reads("web"), push()), task("none"))
    steps = [{"task": {"name": name}} for name in ("two", "none", "two")]
    found = with_steps(project, people, *steps, push("end"))
    skipped = "skip: skipped after an error"
    assert ends(found) == ["fail: fails at web", "fail: errored", skipped, "ok", *[skipped] * 4]


def test_a_cluster_task_says_on_its_own_card_why_it_fails(project: Project, people: People) -> None:
    cluster = task("shared", CLONE, reads("web"))
    cluster["kind"] = "ClusterPromotionTask"
    cluster["metadata"] = {"name": "shared"}
    bring_in(project, people["admin"], cluster)
    found = with_steps(project, people, {"task": {"name": "shared", "kind": "ClusterPromotionTask"}})
    assert ends(found) == ["fail: fails at web"]
    assert str(last(found).sentence).startswith("Nothing in slot web")


def test_a_step_is_shown_with_what_kargo_evaluates_for_it(project: Project, people: People) -> None:
    step = push(
        vars=[
            {"name": "tag", "value": '${{ imageFrom("ghcr.io/acme/api").Tag }}'},
            {"name": "n", "value": "3"},
        ],
        config={"path": "./${{ vars.tag }}", "targetBranch": "${{ outputs.ask.status }}"},
        **{"if": "${{ success() }}"},
    )
    found = with_steps(project, people, ASK, step)
    values = evaluated(found.case, found.steps[1].key, found.endings)
    assert values is not None
    assert [(name, shown(html)) for name, html in values.parts] == [
        ("if", "true"),
        ("vars", "tag: 1.0.0 n: '3'"),
        ("config", "path: ./1.0.0 targetBranch: depends on outputs.ask.status"),
        ("gives", "commit: not known branch: not known commitURL: not known"),
    ]


def test_a_step_that_does_not_run_has_nothing_evaluated(project: Project, people: People) -> None:
    found = with_steps(project, people, reads("web"), push())
    values = evaluated(found.case, found.steps[1].key, found.endings)
    assert values is not None
    assert values.parts == []
    assert evaluated(found.case, "nonsense", found.endings) is None


def test_values_are_escaped_and_keep_their_lines() -> None:
    value = {"a": "<b>\ntwo", "b": [Unknown("<i>")], "c": "yes", "d": 1.0, "e": None, "f": "\ue000x\ue001"}
    html = as_yaml(value)
    assert "<b>" not in html
    assert "<i>depends on &lt;i&gt;</i>" in html
    assert shown(html).startswith("a: |- <b> two b: - depends on <i> c: 'yes' d: 1 e: null")
