"""What Kargo's admission webhooks refuse, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest

from kargoui.core.manifest.path import format_path
from kargoui.core.manifest.validate import validate

IMAGE = {"image": {"repoURL": "ghcr.io/acme/app"}}
GIT = {"git": {"repoURL": "https://github.com/acme/app.git"}}


def manifest(kind: str, spec: dict[str, Any], **more: Any) -> dict[str, Any]:
    scope = {} if kind in ("Project", "ClusterConfig") else {"namespace": "demo"}
    name = "cluster" if kind == "ClusterConfig" else "demo"
    metadata = {"name": name, **scope}
    api_version = "kargo.akuity.io/v1alpha1"
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec, **more}


def found(data: object, version: str = "1.11") -> list[tuple[str, str]]:
    return [(problem.rule, format_path(problem.path)) for problem in validate(data, version)]


def request(name: str, **sources: Any) -> dict[str, Any]:
    return {"origin": {"kind": "Warehouse", "name": name}, "sources": sources or {"direct": True}}


def stage(*requests: dict[str, Any], steps: list[Any] | None = None) -> dict[str, Any]:
    spec: dict[str, Any] = {"requestedFreight": list(requests or [request("images")])}
    if steps is not None:
        spec["promotionTemplate"] = {"spec": {"steps": steps}}
    return manifest("Stage", spec)


def test_an_origin_can_be_requested_once() -> None:
    assert found(stage(request("a"), request("b"), request("a"))) == [
        ("duplicate-origin", "spec.requestedFreight[2]")
    ]


def test_freight_must_be_able_to_arrive() -> None:
    assert found(stage(request("a", direct=False, stages=[]))) == [
        ("no-source", "spec.requestedFreight[0].sources")
    ]


def test_match_upstream_needs_one_upstream_stage_and_not_direct() -> None:
    options = {"selectionPolicy": "MatchUpstream"}
    assert found(stage(request("a", stages=["x"], autoPromotionOptions=options))) == []
    several = request("a", direct=True, stages=["x", "y"], autoPromotionOptions=options)
    place = "spec.requestedFreight[0].sources.autoPromotionOptions.selectionPolicy"
    assert found(stage(several)) == [("match-upstream", place), ("match-upstream", place)]


def test_aliases_differ_and_are_not_reserved() -> None:
    steps = [{"uses": "fail", "as": alias} for alias in ("a", "b", " a ", "step-1", "task-22", "step-x")]
    path = "spec.promotionTemplate.spec.steps"
    assert found(stage(steps=steps)) == [
        ("duplicate-alias", f"{path}[2].as"),
        ("reserved-alias", f"{path}[3].as"),
        ("reserved-alias", f"{path}[4].as"),
    ]


def test_a_step_of_a_task_has_neither_if_nor_config_nor_retry() -> None:
    step = {"task": {"name": "t"}, "if": "${{ true }}", "config": {}, "retry": {"timeout": "1m"}}
    path = "spec.promotionTemplate.spec.steps[0]"
    assert sorted(found(stage(steps=[step]))) == [
        ("conflicting-fields", f"{path}.retry"),
        ("task-with-config", f"{path}.config"),
        ("task-with-if", f"{path}.if"),
    ]


def test_a_config_follows_its_schema_and_expressions_satisfy_any_type() -> None:
    good = {
        "repoURL": "${{ vars.repo }}",
        "checkout": "${{ vars.checkout }}",
        "insecureSkipTLSVerify": "${{ x }}",
    }
    bad = {"repoURL": "https://x", "checkout": [{"path": "./a", "branch": "a", "tag": "b"}], "nothing": 1}
    path = "spec.promotionTemplate.spec.steps[1].config"
    steps = [{"uses": "git-clone", "config": good}, {"uses": "git-clone", "config": bad}]
    assert found(stage(steps=steps)) == [
        ("conflicting-fields", f"{path}.checkout[0]"),
        ("unknown-field", f"{path}.nothing"),
    ]


def test_an_expression_may_turn_out_empty_and_excludes_nothing() -> None:
    checkout = [{"path": "./a", "branch": "${{ vars.branch }}", "tag": "v1"}]
    config = {"repoURL": "https://x", "checkout": checkout}
    assert found(stage(steps=[{"uses": "git-clone", "config": config}])) == []


def test_somebodys_own_steps_may_have_any_config() -> None:
    assert found(stage(steps=[{"uses": "acme-announce", "config": {"any": [1]}}])) == []
    assert found(stage(steps=[{"uses": "file-write", "config": {"any": 1}}]), "1.10") == []


@pytest.mark.parametrize("version", ["1.8", "1.11"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (GIT, {"git": {"repoURL": "https://GitHub.com/acme/app/"}}),
        (
            {"git": {"repoURL": "git@github.com:acme/app.git"}},
            {"git": {"repoURL": "ssh://git@github.com/acme/app"}},
        ),
        ({"image": {"repoURL": "docker.io/library/nginx"}}, {"image": {"repoURL": "nginx"}}),
        ({"chart": {"repoURL": "oci://ghcr.io/a/b"}}, {"chart": {"repoURL": "oci://ghcr.io/a/B"}}),
    ],
)
def test_a_repository_can_be_subscribed_to_once(version: str, first: Any, second: Any) -> None:
    problems = found(manifest("Warehouse", {"subscriptions": [first, second]}), version)
    assert [rule for rule, _ in problems] == ["duplicate-subscription"]


def test_charts_of_one_repository_differ_by_name() -> None:
    charts = [{"chart": {"repoURL": "https://charts.acme.io", "name": name}} for name in ("a", "b")]
    assert found(manifest("Warehouse", {"subscriptions": charts})) == []


@pytest.mark.parametrize("version", ["1.8", "1.11"])
def test_a_chart_has_a_name_where_its_repository_holds_several(version: str) -> None:
    bodies = [{"repoURL": "https://a.io"}, {"repoURL": "oci://a.io/b", "name": "b"}]
    data = manifest("Warehouse", {"subscriptions": [{"chart": body} for body in bodies]})
    path = "spec.subscriptions"
    assert found(data, version) == [
        ("chart-name", f"{path}[0].chart.name"),
        ("chart-name", f"{path}[1].chart.name"),
    ]


@pytest.mark.parametrize("version", ["1.4", "1.8", "1.11"])
def test_a_subscription_is_of_exactly_one_kind(version: str) -> None:
    subscriptions = [{**GIT, **IMAGE}, {"git": None}]
    rules = [rule for rule, _ in found(manifest("Warehouse", {"subscriptions": subscriptions}), version)]
    assert rules == ["conflicting-fields", "missing-field"]


def test_subscriptions_of_other_kinds_are_somebodys_own() -> None:
    data = manifest("Warehouse", {"subscriptions": [{"npm": {"name": "x"}}]})
    assert found(data) == []
    assert ("unknown-field", "spec.subscriptions[0].npm") in found(data, "1.8")


@pytest.mark.parametrize(("constraint", "good"), [("^1.2", True), (">=1 <3 || 5.x", True), ("newest", False)])
def test_a_semver_constraint_can_be_read(constraint: str, good: bool) -> None:
    git = {"git": {"repoURL": "https://a.io/b", "semverConstraint": constraint}}
    image = {"image": {"repoURL": "a/b", "constraint": constraint}}
    tag = {"image": {"repoURL": "a/c", "imageSelectionStrategy": "Digest", "constraint": constraint}}
    data = manifest("Warehouse", {"subscriptions": [git, image, tag]})
    assert len(found(data)) == (0 if good else 2)


@pytest.mark.parametrize("version", ["1.4", "1.8", "1.11"])
def test_a_platform_names_system_and_architecture(version: str) -> None:
    image = {"imageSelectionStrategy": "SemVer", **IMAGE["image"]}
    data = manifest("Warehouse", {"subscriptions": [{"image": {**image, "platform": "linux"}}]})
    assert found(data, version) == [("wrong-form", "spec.subscriptions[0].image.platform")]
    data = manifest("Warehouse", {"subscriptions": [{"image": {**image, "platform": "linux/amd64"}}]})
    assert found(data, version) == []


def test_a_project_config_has_the_projects_name_and_one_policy_a_stage() -> None:
    policies = [
        {"stageSelector": {"name": name}} for name in ("a", "a", "glob:x-*", "regex:(", "glob:[", "like:a")
    ]
    data = manifest("ProjectConfig", {"promotionPolicies": policies})
    path = "spec.promotionPolicies"
    assert found(data) == [
        ("duplicate-policy", f"{path}[1]"),
        *(("wrong-form", f"{path}[{index}].stageSelector.name") for index in (3, 4, 5)),
    ]
    data["metadata"]["name"] = "other"
    assert ("wrong-name", "metadata.name") in found(data)


def test_receivers_have_names_that_differ_and_one_type() -> None:
    secret = {"secretRef": {"name": "s"}}
    receivers = [{"name": "a", "github": secret}, {"name": "a", "github": secret, "gitlab": secret}]
    data = manifest("ClusterConfig", {"webhookReceivers": receivers})
    assert sorted(rule for rule, _ in found(data)) == ["conflicting-fields", "duplicate-receiver"]
    data["metadata"]["name"] = "other"
    assert ("wrong-name", "metadata.name") in found(data)


def test_freight_contains_something() -> None:
    freight = manifest("Freight", {}, origin={"kind": "Warehouse", "name": "a"})
    del freight["spec"]
    assert found(freight) == [("no-artifact", "")]


@pytest.mark.parametrize(
    "spec", [None, [], "x", {"requestedFreight": "x"}, {"subscriptions": {}}, {"steps": 1}]
)
@pytest.mark.parametrize("kind", ["Stage", "Warehouse", "PromotionTask", "ProjectConfig", "ClusterConfig"])
def test_nonsense_gives_problems_and_no_error(kind: str, spec: Any) -> None:
    assert isinstance(found(manifest(kind, spec)), list)
