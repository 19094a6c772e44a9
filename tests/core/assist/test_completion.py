"""What may come next: names, functions, fields, and what strings may be."""

from __future__ import annotations

import pytest

from tests.core.assist.places import chosen, labels, options, place, written_in
from tests.core.simulate.projects import project


def test_names_and_functions_are_those_of_the_place_and_version() -> None:
    guard = labels("s|", place(0))
    assert {"ctx", "vars", "outputs", "stepMetas", "success", "imageFrom", "len", "nil"} <= set(guard)
    assert "task" not in guard
    assert "task" in labels("s|", place(2, inner=3))
    handed = labels("${{ s| }}", place(2, "step-vars", variable="branch"))
    assert "success" not in handed
    assert "outputs" not in labels("${{ s| }}", place(0, "vars", variable="of"))
    assert "imageFrom" in handed
    assert "asYAML" not in labels("s|", place(0, version="1.10"))


def test_functions_say_what_they_take_and_give() -> None:
    found = {each.label: each for each in options("|", place(0)).options}
    assert found["chartFrom"].detail == "(repoURL, chartName?, origin?) Chart"
    assert found["chartFrom"].about
    assert chosen("ima|", "imageFrom", place(0)) == 'imageFrom("'
    assert chosen("ima|", "success", place(0)) == "success()"
    assert chosen("qu|ote(1)", "quote", place(0)) == "quote(1)"


def test_variables_come_with_their_values() -> None:
    found = {each.label: each.detail for each in options("vars.|", place(2, inner=3)).options}
    assert found == {"of": '"stage"', "branch": '"stage"'}


def test_variables_are_named_where_one_of_them_fails() -> None:
    broken = {"uses": "copy", "vars": [{"name": "x", "value": "${{ nope.x }}"}], "config": {}}
    assert labels("vars.|", place(0, of=written_in(broken))) == ["of", "x"]


def test_the_context_is_walked() -> None:
    found = {each.label: each for each in options("ctx.|", place(0)).options}
    assert found["stage"].detail == '"test"'
    assert found["stage"].about == "The Stage's name"
    assert labels("ctx.targetFreight.origin.|", place(0)) == ["name"]
    assert "targetFreight" not in labels("ctx.|", place(0, version="1.5"))


def test_outputs_are_those_of_steps_before_with_the_fields_of_their_kind() -> None:
    assert labels("outputs.|", place(0)) == []
    assert labels("outputs.|", place(2, "step-vars", variable="branch")) == []
    assert labels("${{ outputs.| }}", place(3, "config")) == [
        "push",
        "a-b",
        "shared::push",
        "shared::made",
        "shared",
        "shared::call",
        "shared::step-4",
    ]
    assert labels("task.outputs.|", place(2, inner=2)) == ["push", "made"]
    assert labels("task.outputs.call.|", place(2, inner=3)) == ["ticket"]
    assert "commit" in labels("outputs.push.|", place(3))
    assert labels("outputs.shared.|", place(3)) == ["it"]


def test_outputs_are_offered_also_where_the_case_skips_their_step() -> None:
    skipped = {"uses": "git-push", "as": "p", "if": "${{ false }}", "config": {"path": "x"}}
    assert "commit" in labels("outputs.p.|", place(1, of=written_in(skipped, {"uses": "copy"})))


@pytest.mark.parametrize(
    ("typed", "label", "after"),
    [
        ("outputs.|", "a-b", 'outputs["a-b"]'),
        ("outputs?.|", "a-b", 'outputs?.["a-b"]'),
        ('outputs["|', "a-b", 'outputs["a-b"]'),
        ('outputs["|"].it', "a-b", 'outputs["a-b"].it'),
        ("outputs.pu|sh.x", "push", "outputs.push.x"),
    ],
)
def test_keys_that_are_no_names_stand_in_brackets(typed: str, label: str, after: str) -> None:
    assert chosen(typed, label, place(3)) == after


def test_fields_are_those_of_what_a_function_returns() -> None:
    image = 'imageFrom("ghcr.io/acme/api")'
    assert labels(f"{image}.|", place(0)) == ["RepoURL", "Tag", "Digest", "Annotations"]
    assert labels(f"{image}?.T|", place(0))[1] == "Tag"
    assert labels(f"1 + 2 > 3 && {image.replace('api', 'other')}.|", place(0))[1] == "Tag"
    assert "GitRepoURL" in labels(f"{image}.|", place(0, version="1.6"))
    assert "Version" in labels('chartFrom("x", "y").|', place(0))
    assert "Major" in labels('semverParse("1.2.3").|', place(0))
    assert labels('fromJSON(\'{"a": {"b": 1} }\').a.|', place(0)) == ["b"]
    assert labels("1 + .|", place(0)) == []


@pytest.mark.parametrize(
    ("typed", "label", "after"),
    [
        ('imageFrom("|', "ghcr.io/acme/api", 'imageFrom("ghcr.io/acme/api")'),
        ("imageFrom('|", "ghcr.io/acme/api", "imageFrom('ghcr.io/acme/api')"),
        ('imageFrom("|")', "ghcr.io/acme/api", 'imageFrom("ghcr.io/acme/api")'),
        ('imageFrom("gh|cr.io/old") != nil', "ghcr.io/acme/api", 'imageFrom("ghcr.io/acme/api") != nil'),
        ('chartFrom("|', "https://charts.acme.io", 'chartFrom("https://charts.acme.io", "api")'),
        ('chartFrom("https://charts.acme.io", "|', "api", 'chartFrom("https://charts.acme.io", "api")'),
        ('warehouse("|', "charts", 'warehouse("charts")'),
        ('imageFrom("x", warehouse("|', "images", 'imageFrom("x", warehouse("images")'),
        ('status("|', "a-b", 'status("a-b")'),
        ('ctx.targetFreight.origin.name == "|', "images", 'ctx.targetFreight.origin.name == "images"'),
        ('ctx.targetFreight.origin.name != "|"', "charts", 'ctx.targetFreight.origin.name != "charts"'),
    ],
)
def test_strings_are_offered_where_only_some_make_sense(typed: str, label: str, after: str) -> None:
    assert chosen(typed, label, place(3)) == after


@pytest.mark.parametrize(
    "typed", ['"|', 'ctx.stage == "|', 'len("|', 'commitFrom("|', 'chartFrom("elsewhere", "|']
)
def test_elsewhere_a_string_may_be_anything(typed: str) -> None:
    assert labels(typed, place(3)) == []


def test_an_origin_follows_where_several_warehouses_have_the_same() -> None:
    both = project({"uses": "copy", "config": {}})
    image = both.warehouses["images"]
    twice = type(both)("demo", {"images": image, "charts": image}, both.stages, {}, {}, both.freight)
    assert chosen('imageFrom("|', "ghcr.io/acme/api", place(0, of=twice)) == (
        'imageFrom("ghcr.io/acme/api", warehouse("images"))'
    )


def test_a_status_is_that_of_a_step_of_the_same_task() -> None:
    assert labels('status("|', place(2, inner=2)) == ["push", "made"]


def test_a_dollar_begins_an_expression() -> None:
    text = place(0, "config")
    assert chosen("stage/$|", "${{ }}", text) == "stage/${{  }}"
    assert labels("stage/|", text) == []
    assert labels("${{ ctx.| }} and ${{ 1 }}", text)[:2] == ["project", "stage"]
    assert "stage" in labels("a ${{ ctx.|", text)


def test_nothing_is_offered_unasked_before_a_word_begins() -> None:
    assert not options("success() |", place(0)).eager
    assert options("success() && v|", place(0)).eager
    assert "vars" in labels("success() &&   |", place(0))
    assert options("vars.|", place(0)).eager
