"""Names, fields and functions that are not there, why, and what was probably meant."""

from __future__ import annotations

import pytest

from kargoui.core.expr.foresight import foresee
from tests.core.expr.foresights import codes, foreseen, names, sentences

KNOWN = [
    "vars.env + ctx.stage + ctx.targetFreight.origin.name",
    "outputs.push.commit ?? outputs.push.branch",
    'outputs["update-image"].commitMessage',
    "outputs.ask.token + outputs.custom.whatever.deep",
    "vars.any.x.y(1)",
    "stepMetas.push.ErrorCount + vars.n",
    "vars.obj.a.b",
    '$env["vars"].env',
    "let mine = vars.obj; mine.a.b",
    "filter(vars.any, .name == #.other)",
    'imageFrom("x").Tag + semverParse("1.0.0").IncMajor().String()',
    '"nope" in vars ? vars.nope.x : get(vars, "nope")',
]


@pytest.mark.parametrize("source", KNOWN)
def test_nothing_is_said_of_what_is_there(source: str) -> None:
    assert foreseen(source) == []


@pytest.mark.parametrize(
    ("source", "code", "name", "meant"),
    [
        ("vars.nope", "unknown-name", "vars.nope", ""),
        ("ctx.projekt", "unknown-name", "ctx.projekt", "project"),
        ("outputs.psh", "unknown-name", "outputs.psh", "push"),
        ("outputs.push.comit", "unknown-field", "outputs.push.comit", "commit"),
        ('outputs["push"]["comit"]', "unknown-field", "outputs.push.comit", "commit"),
        ("outputs.ask.tokn", "unknown-field", "outputs.ask.tokn", "token"),
        ("vars.obj.c", "unknown-field", "vars.obj.c", ""),
        ("stepMetas.pusch", "unknown-name", "stepMetas.pusch", "push"),
        ("env", "unknown-name", "env", "vars.env"),
        ("succes", "unknown-name", "succes", "success()"),
        ("outputs.update_image", "unknown-name", "outputs.update_image", '["update-image"]'),
    ],
)
def test_what_is_not_there_gives_nil(source: str, code: str, name: str, meant: str) -> None:
    (found,) = foreseen(source)
    assert (found.severity, found.code, found.meant) == ("warning", code, meant)
    question = f" Did you mean {meant}?" if meant else ""
    assert str(found.sentence) == f"{name} is not there: it gives nil.{question}"


def test_a_function_without_a_call_gives_nil() -> None:
    assert codes("success") == [("warning", "not-called")]
    assert sentences("success") == ["success is a function: without a call it gives nil."]


def test_a_name_with_a_dash_is_recognised_where_it_reads_as_a_subtraction() -> None:
    assert foreseen("vars.app-name")[0].meant == '["app-name"]'


def test_a_field_of_a_struct_that_is_not_there_is_an_error() -> None:
    assert codes("stepMetas.push.Statu") == [("error", "unknown-field")]
    assert codes("stepMetas.push?.Statu") == [("warning", "unknown-field")]


@pytest.mark.parametrize(
    "source", ["vars.nope ?? 1", "vars.nope?.x", "vars.nope != nil", "nil == vars.nope", "vars?.nope ?? 1"]
)
def test_a_name_that_the_expression_reckons_may_be_missing_is_a_hint(source: str) -> None:
    assert codes(source) == [("hint", "unknown-name")]


@pytest.mark.parametrize(
    ("source", "version", "where", "sentence"),
    [
        ("ctx.uiBaseUrl", "1.9", "if", "ctx.uiBaseUrl came with Kargo 1.11; Kargo 1.9 does not have it."),
        ("semverDiff()", "1.6", "if", "semverDiff came with Kargo 1.7; Kargo 1.6 does not have it."),
        ("secrets", "1.11", "config", "secrets was there until Kargo 1.6; Kargo 1.11 does not have it."),
        ("outputs", "1.11", "vars", "outputs is not there in this place, only in if, config, steps[].vars."),
        ("task", "1.11", "config", "task is there only in the steps of a task: here it is nil."),
        ("asYAML(1)", "1.9", "config", "asYAML came with Kargo 1.11; Kargo 1.9 does not have it."),
        ("success()", "1.11", "vars", "success is not there in this place, only in if, config."),
        ("success()", "1.7", "config", "success is there in this place from Kargo 1.8 on, not in 1.7."),
        ("sucess()", "1.11", "config", "There is no function sucess. Did you mean success?"),
        ("zzz()", "1.11", "config", "There is no function zzz."),
    ],
)
def test_versions_and_places_are_named(source: str, version: str, where: str, sentence: str) -> None:
    assert sentence in sentences(source, version, where)


def test_a_function_that_is_not_there_is_an_error() -> None:
    assert codes("sucess()") == [("error", "unknown-function")]
    assert codes("vars.any && sucess()") == [("warning", "unknown-function")]
    assert codes("vars.env()") == [("error", "not-callable")]


def test_a_task_knows_its_own_outputs() -> None:
    inner = {"ask": names().known["outputs"].fields["ask"]}
    assert codes("task.outputs.ask.token", task_outputs=inner) == []
    assert codes("task.outputs.aks", task_outputs=inner) == [("warning", "unknown-name")]
    assert codes("task.outputs.ask.tokn", task_outputs=inner) == [("warning", "unknown-field")]


def test_nothing_is_said_where_nobody_knows_the_names() -> None:
    assert codes("vars.nope.x + outputs.nope.x.y", vars=None, outputs=None) == []
    assert codes("stepMetas.nope.Status", metas=None) == []
    assert codes("stepMetas.nope.Statu", metas=None) == [("error", "unknown-field")]


def test_positions_are_those_of_the_template_and_of_the_expression() -> None:
    source = "a: ${{ 1 }}\n  b: ${{ vars.nope }}\n${{\n vars.flag &&\n  outputs.nope.x }}"
    found = foresee(source, names(), "1.11", "config")
    assert [(one.code, one.line, one.column, one.within) for one in found] == [
        ("unknown-name", 2, 15, (1, 7)),
        ("unknown-name", 5, 11, (3, 11)),
        ("nil-access", 5, 16, (3, 16)),
    ]


def test_the_second_delimiter_is_read_where_the_version_has_it() -> None:
    assert [one.column for one in foresee("${% vars.nope %}", names(), "1.11", "config")] == [10]
    assert foresee("${% vars.nope %}", names("1.8"), "1.8", "config") == ()
