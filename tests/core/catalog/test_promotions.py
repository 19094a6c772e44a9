"""What promotions can use: the steps' outputs, the functions and the names, each since its version."""

from __future__ import annotations

import pytest

from kargoui.core.catalog import VERSIONS, catalog


def _first(name: str, of: str) -> str:
    return next(version for version in VERSIONS if name in getattr(catalog(version), of))


@pytest.mark.parametrize(
    ("function", "since"),
    [
        ("chartFrom", "1.4"),
        ("secret", "1.5"),
        ("success", "1.5"),
        ("unsafeQuote", "1.6"),
        ("freightMetadata", "1.6"),
        ("semverDiff", "1.7"),
        ("stageMetadata", "1.8"),
        ("artifactFrom", "1.9"),
        ("sharedSecret", "1.9"),
        ("asYAML", "1.11"),
    ],
)
def test_functions_came_one_by_one(function: str, since: str) -> None:
    assert _first(function, "functions") == since
    assert catalog("1.11").functions[function].since == since


@pytest.mark.parametrize("name", ["commitFrom", "imageFrom", "chartFrom"])
def test_missing_freight_is_nil_since_1_5(name: str) -> None:
    assert [catalog(version).functions[name].nullable for version in VERSIONS] == [False, *[True] * 7]


def test_status_functions_reach_configs_in_1_8() -> None:
    assert catalog("1.7").functions["success"].where == "if"
    assert catalog("1.8").functions["success"].where == "if config"


def test_the_key_of_freight_metadata_went_by_degrees() -> None:
    def parameters(version: str) -> list[tuple[str, bool, str | None]]:
        found = catalog(version).functions["freightMetadata"].parameters
        return [(parameter.name, parameter.optional, parameter.deprecated) for parameter in found]

    assert parameters("1.7") == [("freightName", False, None), ("key", False, None)]
    assert parameters("1.9") == [("freightName", False, None), ("key", True, "1.8")]
    assert parameters("1.10") == [("freightName", False, None)]


def test_context_grew() -> None:
    assert "ctx.targetFreight.name" not in catalog("1.5").context
    assert "ctx.targetFreight.name" in catalog("1.6").context
    assert "ctx.targetFreight.alias" in catalog("1.11").context
    assert "vars" not in catalog("1.11").context


def test_secrets_gave_way_to_the_function() -> None:
    assert catalog("1.4").names["secrets"].deprecated is None
    assert catalog("1.6").names["secrets"].deprecated == "1.5"
    assert "secrets" not in catalog("1.7").names


def test_results_have_the_names_of_go_fields() -> None:
    results = catalog("1.11").results
    assert list(results["Image"].fields) == ["RepoURL", "Tag", "Digest", "Annotations"]
    assert list(results["Chart"].fields) == ["RepoURL", "Name", "Version"]
    assert "GitRepoURL" in catalog("1.6").results["Image"].fields


def test_steps_came_one_by_one() -> None:
    assert _first("set-metadata", "steps") == "1.8"
    assert _first("file-write", "steps") == "1.11"
    assert catalog("1.11").steps["git-tag"].since == "1.10"


def test_outputs_follow_the_version() -> None:
    def outputs(step: str, version: str) -> list[str]:
        return list(catalog(version).steps[step].outputs)

    assert outputs("git-open-pr", "1.4") == ["prNumber"]
    assert outputs("git-open-pr", "1.6") == ["prNumber", "pr"]
    assert outputs("git-open-pr", "1.7") == ["pr"]
    assert outputs("git-clone", "1.5") == []
    assert outputs("git-clone", "1.6") == ["commits"]
    assert outputs("git-push", "1.11") == ["commit", "branch", "commitURL"]
    assert outputs("copy", "1.11") == []


@pytest.mark.parametrize("step", ["compose-output", "http", "json-parse", "toml-parse", "yaml-parse"])
def test_some_outputs_are_named_by_the_config(step: str) -> None:
    assert catalog("1.11").steps[step].open_outputs
