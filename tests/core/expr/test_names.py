"""Which names there are at a place, and what steps leave there."""

from __future__ import annotations

from kargoui.core.catalog import Field
from kargoui.core.expr.names import described, names_of, output_of


def test_names_are_those_of_the_version_and_the_place() -> None:
    def known(version: str, where: str) -> set[str]:
        return set(names_of(version, where, vars={}, outputs={}).known)

    assert known("1.11", "config") == {"ctx", "vars", "outputs", "stepMetas"}
    assert known("1.11", "vars") == {"ctx", "vars"}
    assert known("1.4", "config") == {"ctx", "vars", "outputs", "secrets"}
    assert known("1.11", "verification") == {"ctx", "vars"}


def test_context_has_the_types_of_the_catalog() -> None:
    ctx = names_of("1.11", "if", vars=None, outputs=None).known["ctx"]
    assert ctx.fields["meta"].fields["promotion"].fields["rollback"].type == "boolean"
    assert "uiBaseUrl" not in names_of("1.10", "if", vars=None, outputs=None).known["ctx"].fields
    assert set(names_of("1.11", "verification", vars=None, outputs=None).known["ctx"].fields) == {
        "project",
        "stage",
    }


def test_what_nobody_knows_is_open() -> None:
    names = names_of("1.11", "if", vars=None, outputs=None, task_outputs={}).known
    assert names["vars"].open
    assert names["outputs"].open
    assert not names["task"].fields["outputs"].open


def test_outputs_are_those_of_the_steps_kind() -> None:
    assert set(output_of("1.11", "git-push").fields) == {"commit", "branch", "commitURL"}
    assert set(output_of("1.5", "git-push").fields) == {"commit", "branch"}
    assert output_of("1.11", "acme-deploy").open


def test_outputs_that_the_config_names() -> None:
    assert set(output_of("1.11", "compose-output", {"tag": 1, "sha": 2}).fields) == {"tag", "sha"}
    parse = {"path": "x", "outputs": [{"name": "tag", "fromExpression": "image.tag"}]}
    assert set(output_of("1.11", "yaml-parse", parse).fields) == {"tag"}
    parse["outputs"] = [{"name": "${{ vars.name }}", "fromExpression": "image.tag"}]
    assert output_of("1.11", "yaml-parse", parse).open


def test_values_are_described_as_deeply_as_they_go() -> None:
    found = described({"a": {"b": "x"}, "c": [1], "d": None})
    assert found.fields["a"].fields["b"] == Field("string", required=True, enum=("x",))
    assert [found.fields[name].type for name in "cd"] == ["array", "any"]
