"""Guards as they are typed, and those that suggest themselves."""

from __future__ import annotations

import pytest

from kargoui.core.catalog import catalog
from kargoui.editor.guards import freight_calls, needs_newer, suggestions, unwrapped, wrapped

IMAGE = {"updates": [{"key": "image.tag", "value": '${{ imageFrom("ghcr.io/acme/api").Tag }}'}]}
CHART = {"version": '${{ chartFrom("https://charts.acme.io", "api").Version }}'}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("success()", "${{ success() }}"),
        ("  ${{ success() }} ", "${{ success() }}"),
        ("${% success() %}", "${% success() %}"),
        ('"}}" != ctx.stage', '${{ "}}" != ctx.stage }}'),
        ("   ", ""),
    ],
)
def test_braces_are_added_where_they_are_missing(typed: str, written: str) -> None:
    assert wrapped(typed) == written


def test_a_guard_is_shown_without_its_braces() -> None:
    assert unwrapped("${{ success() }}") == "success()"
    assert unwrapped("${{ a }}${{ b }}") == "${{ a }}${{ b }}"
    assert unwrapped("true") == "true"


@pytest.mark.parametrize(
    ("expression", "calls"),
    [
        ('imageFrom("a").Tag', ['imageFrom("a")']),
        (
            'quote(commitFrom("https://x/y.git", warehouse("w")).ID)',
            ['commitFrom("https://x/y.git", warehouse("w"))'],
        ),
        ("imageFrom(vars.image).Tag", ["imageFrom(vars.image)"]),
        ("chartFrom('u', `n`).Version + imageFrom(\"a\").Tag", ["chartFrom('u', `n`)", 'imageFrom("a")']),
        ('imageFrom("a")?.Tag ?? "latest"', []),
        ('imageFrom("a") != nil ? 1 : 2', []),
        ("imageFrom(outputs.x.y).Tag", []),
        ('x.imageFrom("a").Tag', []),
        ('"imageFrom(\\"a\\").Tag"', []),
        ('imageFrom("a"', []),
    ],
)
def test_calls_that_fail_without_freight_are_found(expression: str, calls: list[str]) -> None:
    assert [call.text for call in freight_calls({"a": [f"x-${{{{ {expression} }}}}"]})] == calls


def test_text_outside_expressions_is_no_call() -> None:
    assert freight_calls('imageFrom("a").Tag') == ()


def test_a_step_that_reads_an_image_can_wait_for_one() -> None:
    found = suggestions(IMAGE, [], catalog("1.11"))
    assert [each.guard for each in found] == ['${{ imageFrom("ghcr.io/acme/api") != nil && success() }}']
    assert str(found[0].label) == "Run only when there is an image"


def test_a_chart_comes_with_a_caution() -> None:
    (found,) = suggestions(CHART, [], catalog("1.5"))
    assert found.guard == '${{ chartFrom("https://charts.acme.io", "api") != nil && success() }}'
    assert found.caution is not None


def test_several_calls_can_be_waited_for_together() -> None:
    found = suggestions({**IMAGE, **CHART}, [], catalog("1.11"))
    assert len(found) == 3
    assert found[2].guard.count("!= nil") == 2


def test_an_origin_can_be_the_one_that_is_promoted() -> None:
    found = suggestions({}, ["images", 'a"b'], catalog("1.11"))
    assert [each.guard for each in found] == [
        '${{ ctx.targetFreight.origin.name == "images" && success() }}',
        '${{ ctx.targetFreight.origin.name == "a\\"b" && success() }}',
    ]


def test_nothing_is_suggested_that_would_fail_itself() -> None:
    assert suggestions({**IMAGE, **CHART}, ["images"], catalog("1.4")) == ()
    assert needs_newer(IMAGE, catalog("1.4"))
    assert not needs_newer(IMAGE, catalog("1.5"))
