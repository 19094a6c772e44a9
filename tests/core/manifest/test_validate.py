"""What validation finds in one manifest: schema, names, namespaces; and where it stands."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kargoui.core.catalog import VERSIONS, UnknownVersion
from kargoui.core.manifest.document import read
from kargoui.core.manifest.path import format_path
from kargoui.core.manifest.validate import Problem, check, introduced, validate

STAGE: dict[str, Any] = {
    "apiVersion": "kargo.akuity.io/v1alpha1",
    "kind": "Stage",
    "metadata": {"name": "testnet", "namespace": "demo"},
    "spec": {
        "requestedFreight": [
            {"origin": {"kind": "Warehouse", "name": "images"}, "sources": {"direct": True}},
        ],
        "promotionTemplate": {"spec": {"steps": [{"uses": "git-clear", "config": {"path": "./out"}}]}},
    },
}


def changed(**values: Any) -> dict[str, Any]:
    """The Stage with other values at paths that are written with __ for dots."""
    data = copy.deepcopy(STAGE)
    for path, value in values.items():
        *parents, last = path.split("__")
        here: Any = data
        for part in parents:
            here = here[int(part) if part.isdigit() else part]
        here[last] = value
    return data


def found(data: object, version: str = "1.11", namespace: str = "") -> list[tuple[str, str]]:
    return [(problem.rule, format_path(problem.path)) for problem in validate(data, version, namespace)]


def said(data: object) -> str:
    return " ".join(str(problem.sentence) for problem in validate(data, "1.11"))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_good_manifest_has_no_problems_in_any_version(version: str) -> None:
    assert found(STAGE, version) == []
    assert found(STAGE, f"v{version}") == []


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(UnknownVersion):
        validate(STAGE, "1.3")


@pytest.mark.parametrize(
    "data", [None, [], "text", {"kind": "ConfigMap", "apiVersion": "v1"}, {"apiVersion": 1}]
)
def test_what_is_no_kargo_manifest_has_no_problems(data: object) -> None:
    assert found(data) == []


def test_an_unknown_kind_or_api_version_is_a_problem() -> None:
    assert found({**STAGE, "kind": "Stages"}) == [("unknown-kind", "kind")]
    assert found({**STAGE, "apiVersion": "kargo.akuity.io/v1"}) == [("unknown-kind", "apiVersion")]
    assert found({**STAGE, "kind": "ClusterConfig"}, "1.5") == [("unknown-kind", "kind")]


@pytest.mark.parametrize("name", [None, "", "Testnet", "a_b", "-a", "a.", "a" * 254, 5])
def test_a_name_must_be_a_dns_subdomain(name: object) -> None:
    assert ("wrong-name", "metadata.name") in found(changed(metadata__name=name))


def test_the_name_of_a_project_must_be_that_of_a_namespace() -> None:
    project = {"apiVersion": STAGE["apiVersion"], "kind": "Project", "metadata": {"name": "a.b"}}
    assert found(project) == [("wrong-name", "metadata.name")]


def test_a_namespace_is_required_and_can_be_filled_in() -> None:
    data = changed(metadata={"name": "testnet"})
    assert found(data) == [("missing-field", "metadata.namespace")]
    assert found(data, namespace="demo") == []
    assert found(changed(metadata__namespace="A B")) == [("wrong-name", "metadata.namespace")]


def test_what_is_cluster_scoped_must_have_no_namespace() -> None:
    metadata = {"name": "demo", "namespace": "demo"}
    project = {"apiVersion": STAGE["apiVersion"], "kind": "Project", "metadata": metadata}
    assert found(project, namespace="demo") == [("cluster-scoped", "metadata.namespace")]


def test_labels_and_annotations_are_text() -> None:
    data = changed(metadata__labels={"a": "b", "n": 5}, metadata__annotations=[])
    assert found(data) == [("wrong-type", "metadata.labels.n"), ("wrong-type", "metadata.annotations")]


def test_an_unknown_field_is_named_with_the_one_that_was_perhaps_meant() -> None:
    data = changed(spec__requestedFreight__0__sources__stage=["a"], spec__zebra=1)
    assert found(data) == [
        ("unknown-field", "spec.requestedFreight[0].sources.stage"),
        ("unknown-field", "spec.zebra"),
    ]
    assert "Did you mean stages?" in said(data)


def test_a_field_of_a_later_version_is_unknown_to_an_earlier_one() -> None:
    data = changed(spec__vars=[{"name": "a", "value": "b"}])
    assert found(data, "1.4") == [("unknown-field", "spec.vars")]
    assert found(data, "1.11") == []


def test_a_wrong_type_says_what_is_there_instead() -> None:
    data = changed(spec__requestedFreight__0__sources__direct="yes", spec__shard=5)
    assert found(data) == [
        ("wrong-type", "spec.requestedFreight[0].sources.direct"),
        ("wrong-type", "spec.shard"),
    ]
    assert 'direct must be true or false (without quotes), but it is "yes".' in said(data)


def test_null_is_as_good_as_missing() -> None:
    assert found(changed(spec__shard=None)) == []
    assert found(changed(spec__requestedFreight__0__origin__name=None)) == [
        ("missing-field", "spec.requestedFreight[0].origin.name")
    ]


def test_a_pattern_that_could_take_forever_does_not() -> None:
    data = {
        **STAGE,
        "kind": "Warehouse",
        "spec": {"subscriptions": [{"chart": {"repoURL": f"oci://a{'/' * 5000}\n\n", "name": ""}}]},
    }
    assert ("wrong-form", "spec.subscriptions[0].chart.repoURL") in found(data)


def test_problems_are_placed_in_their_file_and_sorted() -> None:
    stage = "kind: Stage\nmetadata: {name: a, namespace: demo}\nspec:\n  zebra: 1\n"
    text = f"# first\napiVersion: v1\nkind: ConfigMap\n---\napiVersion: {STAGE['apiVersion']}\n{stage}"
    problems = check([*read(text, "b.yaml"), *read(text, "a.yaml")], "1.11")
    places = [(problem.file, problem.line, problem.column) for problem in problems]
    assert places == sorted(places)
    unknown = next(problem for problem in problems if problem.rule == "unknown-field")
    assert (unknown.file, unknown.line, unknown.column) == ("a.yaml", 9, 3)
    assert (unknown.kind, unknown.name) == ("Stage", "a")


def test_introduced_are_those_that_were_not_there_whatever_their_index() -> None:
    before = validate(changed(spec__requestedFreight__0__zebra=1), "1.11")
    data = changed(spec__zebra=1)
    data["spec"]["requestedFreight"].insert(0, {"zebra": 1, **data["spec"]["requestedFreight"][0]})
    data["spec"]["requestedFreight"][1]["origin"] = {"kind": "Warehouse", "name": "charts"}
    added: list[Problem] = introduced(before, validate(data, "1.11"))
    assert [format_path(problem.path) for problem in added] == ["spec.zebra"]
