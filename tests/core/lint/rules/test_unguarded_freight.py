"""Which failures are for want of Freight, and where they are said to be."""

from __future__ import annotations

from typing import Any

import pytest

from kargoui.core.manifest.operations import Set
from tests.core.lint.graphs import CHART, CLEAR, findings, places, request, stage, task, warehouse

RULE = "unguarded-freight"
WAREHOUSES = [warehouse("images"), warehouse("charts", CHART)]
BOTH = [request("images"), request("charts")]
CALL = 'imageFrom("ghcr.io/acme/api")'
TAG = f"${{{{ {CALL}.Tag }}}}"


def compose(value: str, **more: Any) -> dict[str, Any]:
    return {"uses": "compose-output", "as": "made", "config": {"it": value}, **more}


def found(*steps: object, others: tuple[object, ...] = (), version: str = "1.11", **spec: Any) -> list[str]:
    manifests = [*WAREHOUSES, stage("test", *BOTH, steps=steps, **spec), *others]
    return places(findings(RULE, *manifests, version=version))


def sentence(*manifests: object) -> str:
    (finding,) = findings(RULE, *WAREHOUSES, *manifests)
    return str(finding.sentence)


@pytest.mark.parametrize("version", ["1.4", "1.5", "1.8", "1.11"])
def test_configs_and_guards_are_looked_at_in_every_version(version: str) -> None:
    assert found(compose(TAG), version=version) == ["test it"]
    assert found(compose("1", **{"if": TAG.replace("Tag", "Tag != ''")}), version=version) == ["test if"]


def test_variables_are_named_where_they_are_written() -> None:
    variables = [{"name": "tag", "value": TAG}]
    assert found(compose("${{ vars.tag }}", vars=variables)) == ["test value"]
    assert found(compose("${{ vars.tag }}"), vars=variables) == ["test value"]


@pytest.mark.parametrize(
    "step",
    [
        compose(f"${{{{ {CALL}?.Tag }}}}"),
        compose(TAG, **{"if": f"${{{{ {CALL} != nil }}}}"}),
        compose(TAG, **{"if": '${{ ctx.targetFreight.origin.name == "images" }}'}),
        compose(TAG, continueOnError=True),
    ],
)
def test_what_is_guarded_is_well(step: object) -> None:
    assert found(step) == []


def test_one_slot_is_never_empty() -> None:
    assert not findings(RULE, *WAREHOUSES, stage("test", request("images"), steps=[compose(TAG)]))


def test_the_smallest_case_is_told() -> None:
    said = sentence(stage("test", *BOTH, steps=[compose(TAG)]))
    assert (
        "promotions to test while there is Freight from charts but none from images: reflect: call of" in said
    )


def test_a_case_that_no_freight_gets_to_does_not_count() -> None:
    late = [request("images", "first"), request("charts", "first")]
    first = stage("first", request("images"))
    assert not findings(RULE, *WAREHOUSES, first, stage("test", *late, steps=[compose(TAG)]))


def test_a_task_has_one_finding_with_its_stages() -> None:
    reference = {"task": {"name": "promote"}, "as": "promote"}
    stages = [stage(name, *BOTH, steps=[reference]) for name in ("test", "prod")]
    (finding,) = findings(RULE, *WAREHOUSES, *stages, task("promote", compose(TAG)))
    assert (finding.kind, finding.name, finding.path) == (
        "PromotionTask",
        "promote",
        ("spec", "steps", 0, "config", "it"),
    )
    assert "promotions to test, prod, in those to test while" in str(finding.sentence)


def test_freight_that_is_not_requested_is_never_there() -> None:
    only = stage(
        "test",
        request("images"),
        steps=[compose('${{ chartFrom("https://charts.acme.io", "api").Version }}')],
    )
    assert "fails in every promotion to test" in sentence(only)


def test_what_the_schema_refuses_for_want_of_freight() -> None:
    update = {"path": "./chart", "charts": [{"repository": "https://charts.acme.io", "name": "api"}]}
    update["charts"][0]["version"] = '${{ chartFrom("https://charts.acme.io", "api")?.Version }}'  # type: ignore[index]
    assert found({"uses": "helm-update-chart", "config": update}) == ["test version"]


@pytest.mark.parametrize(
    "step",
    [
        compose("${{ outputs.nothing.at.all }}"),
        compose('${{ imageFrom("ghcr.io/acme/api", 1) }}'),
        {"uses": "git-push", "config": {"path": 1}},
        {"uses": "no-such-step"},
    ],
)
def test_other_failures_are_other_findings(step: object) -> None:
    assert found(step) == []


def test_a_warehouse_that_is_not_there_is_another_finding() -> None:
    manifests = [warehouse("images"), stage("test", request("images"), request("gone"), steps=[compose(TAG)])]
    assert not findings(RULE, *manifests)


def test_ambiguous_freight_is_another_finding() -> None:
    manifests = [
        warehouse("a"),
        warehouse("b"),
        stage("test", request("a"), request("b"), steps=[compose(TAG)]),
    ]
    assert not findings(RULE, *manifests)


def test_steps_that_an_earlier_failure_hides_are_found_at_once() -> None:
    again = {"uses": "file-write", "config": {"path": "./tag", "contents": f"${{{{ {CALL}.Digest }}}}"}}
    waiting = {**again, "if": f"${{{{ success() && {CALL} != nil }}}}"}
    careful = {
        **again,
        "config": {"path": "./tag", "contents": f"${{{{ {CALL} != nil ? {CALL}.Tag : '' }}}}"},
    }
    assert found(compose(TAG), again, waiting, careful) == ["test it", "test contents"]


def update(value: str, **more: Any) -> dict[str, Any]:
    return {
        "uses": "yaml-update",
        "config": {"path": "./a", "updates": [{"key": "a", "value": value}]},
        **more,
    }


def guards(*manifests: object, version: str = "1.11") -> list[object]:
    """What the fixes write."""
    found = [each.fix for each in findings(RULE, *WAREHOUSES, *manifests, version=version)]
    assert all(fix is not None for fix in found)
    return [
        edit.operation.value for fix in found if fix for edit in fix.edits if isinstance(edit.operation, Set)
    ]


def fixes(*manifests: object, version: str = "1.11") -> list[object]:
    return [each.fix for each in findings(RULE, *WAREHOUSES, *manifests, version=version)]


def test_a_step_behind_others_runs_only_while_nothing_has_failed() -> None:
    steps = [CLEAR, update(TAG), update(TAG, **{"if": "${{ ctx.stage == 'test' }}"})]
    assert guards(stage("test", *BOTH, steps=steps)) == [
        f"${{{{ {CALL} != nil && success() }}}}",
        f"${{{{ (ctx.stage == 'test') && {CALL} != nil }}}}",
    ]


def test_all_that_the_step_reads_is_asked_for() -> None:
    chart = 'chartFrom("https://charts.acme.io", "api")'
    both = update(TAG)
    both["config"]["updates"].append({"key": "b", "value": f"${{{{ {chart}.Version }}}}"})
    assert set(guards(stage("test", *BOTH, steps=[both]))) == {f"${{{{ {CALL} != nil && {chart} != nil }}}}"}


def test_a_guard_that_fails_itself_or_never_lets_the_step_run_is_no_fix() -> None:
    chart = task("promote", update('${{ chartFrom("https://charts.acme.io", "api").Version }}'))
    reference = {"task": {"name": "promote"}}
    without = stage("without", request("images"), steps=[reference])
    assert fixes(chart, without, stage("test", *BOTH, steps=[reference])) == [None]
    never = update('${{ imageFrom("ghcr.io/acme/web").Tag }}')
    assert fixes(stage("test", *BOTH, steps=[never])) == [None]


def test_no_fix_where_later_steps_would_miss_what_the_step_makes() -> None:
    clone = {
        "uses": "git-clone",
        "config": {"repoURL": "https://git.acme.io/a", "checkout": [{"path": "./a"}]},
    }
    clone["config"]["checkout"][0]["commit"] = TAG  # type: ignore[index]
    assert fixes(stage("test", *BOTH, steps=[clone])) == [None]


def test_no_guard_keeps_variables_or_calls_of_1_4_from_failing() -> None:
    variable = update("${{ vars.tag }}", vars=[{"name": "tag", "value": TAG}])
    assert fixes(stage("test", *BOTH, steps=[variable])) == [None]
    assert fixes(stage("test", *BOTH, steps=[update(TAG)]), version="1.4") == [None]
    assert guards(stage("test", *BOTH, steps=[update(TAG)]), version="1.5")
