"""The catalog answers for a version, whatever way the version is written, and its values cannot change."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from kargoui.core.catalog import LATEST, MISSING, VERSIONS, Field, UnknownVersion, catalog


@pytest.mark.parametrize("written", ["1.11", "v1.11", "1.11.2", "v1.11.0", " 1.11 ", "v1.11.0-rc.3"])
def test_a_version_may_be_written_as_a_release(written: str) -> None:
    assert catalog(written) is catalog("1.11")


@pytest.mark.parametrize("written", ["", "1", "1.3", "1.12", "2.0", "1.110", "latest", "1.11.x", "v"])
def test_versions_without_tables_are_refused(written: str) -> None:
    with pytest.raises(UnknownVersion, match=r"1\.4 to 1\.11"):
        catalog(written)


def test_latest_is_the_last_version() -> None:
    assert catalog(LATEST).version == VERSIONS[-1] == "1.11"


@pytest.mark.parametrize("version", VERSIONS)
def test_every_table_can_be_read_in_every_version(version: str) -> None:
    known = catalog(version)
    for name, kind in known.kinds.items():
        assert kind.name == name
        assert set(kind.schema.fields) >= {"apiVersion", "kind", "metadata"}
        assert kind.schema.fields["metadata"].open
    assert all(step.name == name and step.summary for name, step in known.steps.items())
    assert all(function.name == name and function.summary for name, function in known.functions.items())
    assert all(entry.name == name and entry.summary for name, entry in known.names.items())
    assert set(known.subscriptions) == {"git", "image", "chart"}


@pytest.mark.parametrize("version", VERSIONS)
def test_what_functions_return_is_a_type_or_a_known_result(version: str) -> None:
    known = catalog(version)
    types = {"string", "boolean", "object", "any", *known.results}
    for function in known.functions.values():
        assert {function.returns, *(parameter.type for parameter in function.parameters)} <= types


def test_unknown_names_are_not_there() -> None:
    known = catalog("1.11")
    assert "Deployment" not in known.kinds
    assert known.steps.get("send-carrier-pigeon") is None
    assert known.steps.get("../kinds/Stage") is None
    assert known.kinds.get("") is None
    assert known.kinds.get("stage") is None
    assert known.steps.get("x" * 5000) is None
    with pytest.raises(KeyError):
        known.functions["imageOf"]


def test_kinds_came_one_by_one() -> None:
    added = {
        version: set(catalog(version).kinds) - set(catalog(before).kinds)
        for before, version in itertools.pairwise(VERSIONS)
    }
    assert {version: kinds for version, kinds in added.items() if kinds} == {
        "1.5": {"ProjectConfig"},
        "1.6": {"ClusterConfig"},
    }
    assert [name for name, kind in catalog("1.11").kinds.items() if not kind.namespaced] == [
        "ClusterConfig",
        "ClusterPromotionTask",
        "Project",
    ]


def test_a_field_knows_when_it_came_and_went() -> None:
    spec = catalog("1.6").kinds["Project"].schema.fields["spec"]
    assert (spec.since, spec.until, spec.deprecated) == ("1.4", "1.6", "1.5")
    assert catalog("1.4").kinds["Project"].schema.fields["spec"].deprecated is None
    assert "spec" not in catalog("1.7").kinds["Project"].schema.fields


def test_a_shared_shape_is_no_older_than_where_it_is_used() -> None:
    stage = catalog("1.11").kinds["Stage"].schema.fields["spec"]
    assert stage.fields["vars"].items is not None
    assert stage.fields["vars"].items.fields["name"].since == "1.5"


def test_facets_follow_the_version() -> None:
    def repo_url(version: str) -> str | None:
        return catalog(version).subscriptions["git"].fields["repoURL"].pattern

    assert len({repo_url(version) for version in VERSIONS}) == 3
    assert repo_url("1.5") == repo_url("1.8") != repo_url("1.9")


def test_warehouses_hold_subscriptions_of_any_kind_since_1_9() -> None:
    def subscriptions(version: str) -> Field:
        return catalog(version).kinds["Warehouse"].schema.fields["spec"].fields["subscriptions"]

    before, after = subscriptions("1.8").items, subscriptions("1.9").items
    assert before is not None
    assert after is not None
    assert (before.type, set(before.fields)) == ("object", {"git", "image", "chart"})
    assert (after.type, after.since) == ("any", "1.4")


def test_defaults_tell_none_from_nothing() -> None:
    interval = catalog("1.11").kinds["Warehouse"].schema.fields["spec"].fields["interval"]
    assert interval.default == "5m0s"
    assert interval.required
    assert catalog("1.11").subscriptions["git"].fields["strictSemvers"].default is True
    assert catalog("1.11").subscriptions["git"].fields["branch"].default is MISSING


def test_values_are_frozen() -> None:
    known = catalog("1.11")
    stage = known.kinds["Stage"].schema
    with pytest.raises(dataclasses.FrozenInstanceError):
        stage.open = True  # type: ignore[misc]
    with pytest.raises(TypeError):
        stage.fields["more"] = stage  # type: ignore[index]
    with pytest.raises(TypeError):
        known.steps["more"] = known.steps["copy"]  # type: ignore[index]
