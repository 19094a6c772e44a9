"""Which calls leave open what Freight they mean."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.lint.graphs import IMAGE, findings, places, request, stage, task, warehouse

RULE = "ambiguous-freight"
GIT = {"git": {"repoURL": "https://git.acme.io/pay.git"}}
CHART = {"chart": {"repoURL": "https://charts.acme.io", "name": "api"}}
BOTH = [request("one"), request("two")]
WAREHOUSES = [warehouse("one", IMAGE, GIT, CHART), warehouse("two", IMAGE, GIT, CHART)]
CALL = 'imageFrom("ghcr.io/acme/api")'


def compose(expression: str, **more: Any) -> dict[str, Any]:
    return {"uses": "compose-output", "config": {"it": f"${{{{ {expression} }}}}"}, **more}


def found(*steps: object, others: tuple[object, ...] = (), **spec: Any) -> list[str]:
    return places(findings(RULE, *WAREHOUSES, stage("test", *BOTH, steps=steps, **spec), *others))


@pytest.mark.parametrize(
    "expression",
    [
        CALL,
        'commitFrom("https://GIT.acme.io/pay").ID',
        'chartFrom("https://charts.acme.io", "api")',
        '"ghcr.io/acme/api" | imageFrom()',
    ],
)
def test_without_an_origin_nobody_knows(expression: str) -> None:
    assert found(compose(expression)) == ["test it"]


@pytest.mark.parametrize(
    "expression",
    [
        'imageFrom("ghcr.io/acme/api", warehouse("one"))',
        'chartFrom("https://charts.acme.io", "api", warehouse("two"))',
        'chartFrom("https://charts.acme.io")',
        'imageFrom("ghcr.io/acme/web")',
        "imageFrom(outputs.made.image)",
    ],
)
def test_with_an_origin_or_for_anything_else_somebody_does(expression: str) -> None:
    assert found(compose(expression)) == []


def test_variables_and_guards_are_looked_at() -> None:
    variables = [
        {"name": "repo", "value": "ghcr.io/acme/api"},
        {"name": "tag", "value": f"${{{{ {CALL}.Tag }}}}"},
    ]
    guarded = compose("1", **{"if": "${{ imageFrom(vars.repo) != nil }}"})
    assert found(guarded, vars=variables) == ["test if", "test value"]


def test_a_steps_own_variable_counts_more() -> None:
    other = [{"name": "repo", "value": "ghcr.io/acme/web"}]
    known = [{"name": "repo", "value": "ghcr.io/acme/api"}]
    assert found(compose("imageFrom(vars.repo)", vars=other), vars=known) == []
    unknown = [{"name": "repo", "value": "${{ ctx.stage }}"}]
    assert found(compose("imageFrom(vars.repo)", vars=unknown), vars=known) == []


def test_all_calls_are_found_even_behind_one_that_fails() -> None:
    assert found(compose(CALL), compose(CALL)) == ["test it", "test it"]


def test_a_task_has_one_finding_for_the_stages_that_meet_both() -> None:
    reference = {"task": {"name": "promote"}}
    stages = [
        stage("prod", *BOTH, steps=[reference]),
        stage("only-one", request("one"), steps=[reference]),
    ]
    (finding,) = findings(
        RULE, *WAREHOUSES, stage("test", *BOTH, steps=[reference]), *stages, task("promote", compose(CALL))
    )
    assert (finding.kind, finding.name) == ("PromotionTask", "promote")
    assert "promotions to test, prod:" in str(finding.sentence)
