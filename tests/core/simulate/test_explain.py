"""Why a step fails, in a sentence: which slot is empty, which call is nil, what is not there at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kargoui.core.simulate import Case, Outcome, Project, StepTrace, foreseen, plan, run
from kargoui.core.simulate.explain import explain
from tests.core.simulate.projects import CHARTS, IMAGE, STAGE, compose, project, push

FROM = f'imageFrom("{IMAGE}")'
WITH_CHARTS = Case(frozenset({"charts"}), "charts")
WITH_IMAGES = Case(frozenset({"images"}), "images")


def why(
    of: Project,
    case: Case = WITH_CHARTS,
    version: str = "1.11",
    pinned: Mapping[str, Outcome] | None = None,
) -> str:
    """What is said of the last step of the promotion."""
    planned = plan(of, STAGE, version)
    trace = run(of, STAGE, case, version, {**foreseen(planned), **(pinned or {})})
    alias = planned.steps[-1].alias
    own = next(
        (step for step in trace.steps if step.alias == alias), StepTrace(alias, "Errored", trace.message)
    )
    return str(explain(of, planned, case, trace, own, supposed=alias in (pinned or {})))


@pytest.mark.parametrize("version", ["1.5", "1.8", "1.11"])
@pytest.mark.parametrize(
    "expression",
    [f"{FROM}.Tag", f'quote({FROM}.Tag) + "x"', f'"é" + {FROM}\n  .Tag', f"let a = 1; {FROM}.Tag"],
)
def test_an_empty_slot_is_named_with_the_call_that_is_nil(expression: str, version: str) -> None:
    said = why(project(compose("it", f"a-${{{{ ctx.stage }}}}-${{{{ {expression} }}}}")), version=version)
    assert said == f"Nothing in slot images in this case, so {FROM} is nil and .Tag fails."


def test_the_repository_may_come_from_a_variable() -> None:
    of = project(compose("it", "${{ imageFrom(vars.repo).Tag }}", vars=[{"name": "repo", "value": IMAGE}]))
    assert why(of).startswith("Nothing in slot images in this case, so imageFrom(vars.repo) is nil")


def test_a_call_may_say_which_warehouse_it_means() -> None:
    call = f'imageFrom("{IMAGE}", warehouse("images"))'
    assert why(project(compose("it", f"${{{{ {call}.Tag }}}}"))).startswith(
        f"Nothing in slot images in this case, so {call} is nil"
    )


def test_in_the_first_version_the_call_itself_fails() -> None:
    of = project(compose("it", f"${{{{ {FROM}.Tag }}}}"))
    assert why(of, version="1.4") == (
        f"Nothing in slot images in this case, so {FROM} finds nothing and fails."
    )


def test_a_guard_and_a_variable_fail_in_the_same_words() -> None:
    said = f"Nothing in slot images in this case, so {FROM} is nil and .Tag fails."
    assert why(project(compose("it", "1", **{"if": f"${{{{ {FROM}.Tag == '1' }}}}"}))) == said
    variable = {"name": "tag", "value": f"${{{{ {FROM}.Tag }}}}"}
    assert why(project(compose("it", "${{ vars.tag }}", vars=[variable]))) == said
    assert why(project(compose("it", "${{ vars.tag }}"), vars=[variable])) == said


def test_what_no_requested_warehouse_provides_is_said_to_be_so_in_every_case() -> None:
    assert why(project(compose("it", "${{ imageFrom('other').Tag }}"))) == (
        "No Warehouse that this Stage requests provides other, so imageFrom('other') is nil in every case "
        "and .Tag fails."
    )
    assert why(project(compose("it", "${{ chartFrom('other', 'a').Version }}"))) == (
        "No Warehouse that this Stage requests provides other, so chartFrom('other', 'a') fails "
        "in every case."
    )


def test_two_warehouses_that_provide_the_same_are_named() -> None:
    of = project(compose("it", f"${{{{ {FROM}.Tag }}}}"))
    both: dict[str, Any] = {"spec": {"subscriptions": [{"image": {"repoURL": IMAGE}}]}}
    twice = Project(of.name, {**of.warehouses, "charts": both}, of.stages, {}, {}, of.freight)
    assert why(twice) == f"Each of images, charts could provide it: {FROM} has to say which one it means."


def test_a_warehouse_that_is_not_there_is_named() -> None:
    of = project(compose("it", f"${{{{ {FROM}.Tag }}}}"))
    without = Project(of.name, {"images": of.warehouses["images"]}, of.stages, {}, {}, of.freight)
    assert why(without) == (
        f"Warehouse charts is not in this project, so Kargo cannot tell which slot {FROM} looks in."
    )


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (
            "outputs.first.commit",
            "Step first does not run in this case, so outputs.first is nil and .commit fails.",
        ),
        (
            'outputs["first"].commit',
            'Step first does not run in this case, so outputs["first"] is nil and .commit fails.',
        ),
        ("outputs.none.commit", "outputs.none is nil in this case, so .commit fails."),
        ("ctx.stagee.name", "ctx.stagee is nil in this case, so .name fails."),
        ("1 +", "1 + is no valid expression."),
        (f"{FROM}.Nope", f"{FROM}.Nope is no valid expression."),
        ("int('x')", "Its config cannot be evaluated in this case."),
    ],
)
def test_other_expressions_that_fail(expression: str, said: str) -> None:
    of = project(push("first", **{"if": "${{ false }}"}), compose("it", f"${{{{ {expression} }}}}"))
    assert why(of) == said


@pytest.mark.parametrize("version", ["1.4", "1.11"])
@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"uses": "no-such-step", "config": {}}, "This version of Kargo has no step no-such-step."),
        ({"uses": "git-push", "config": {"pth": "x"}}, "In this case its config is not what git-push takes."),
    ],
)
def test_steps_that_fail_without_an_expression(step: dict[str, Any], said: str, version: str) -> None:
    assert why(project(step), version=version) == said


def test_the_step_that_fails_on_purpose() -> None:
    assert why(project({"uses": "fail", "config": {"message": "x"}})) == "This step fails whenever it runs."


def test_an_if_that_is_not_boolean() -> None:
    assert (
        why(project(push("it", **{"if": "${{ 1 }}"}))) == "Its if gives neither true nor false in this case."
    )
    assert why(project(push("it", **{"if": "${{ int('x') }}"}))) == "Its if cannot be evaluated in this case."


def test_a_step_that_somebody_chose_to_fail() -> None:
    failing = {"it": Outcome("Failed", message="chosen")}
    assert why(project(push("it")), WITH_IMAGES, pinned=failing) == "It fails because you suppose so."


def test_charts_are_told_from_images() -> None:
    call = f'chartFrom("{CHARTS}", "api")'
    assert why(project(compose("it", f"${{{{ {call}.Version }}}}")), WITH_IMAGES) == (
        f"Nothing in slot charts in this case, so {call} is nil and .Version fails."
    )
