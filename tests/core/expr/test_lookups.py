"""What an expression looks up, where it stands, and whether its absence is provided for."""

from __future__ import annotations

import pytest

from kargoui.core.expr.lookups import Lookup, lookups


def only(expression: str) -> Lookup:
    (found,) = lookups(expression)
    return found


@pytest.mark.parametrize(
    ("expression", "text", "read"),
    [
        ('imageFrom("a").Tag', 'imageFrom("a")', ".Tag"),
        ('quote( imageFrom( "é" , ) .Tag )', 'imageFrom( "é" , )', " .Tag"),
        ('imageFrom(/* ) */ "a").Annotations["k"].x', 'imageFrom(/* ) */ "a")', '.Annotations["k"].x'),
        ('chartFrom("u", "n")["Version"] == "1"', 'chartFrom("u", "n")', '["Version"]'),
        ('artifactFrom("a").Metadata.list[1:2]', 'artifactFrom("a")', ".Metadata.list[1:2]"),
        ('imageFrom("ghcr.io/" + vars["x"]).Tag', 'imageFrom("ghcr.io/" + vars["x"])', ".Tag"),
        ('commitFrom("a", warehouse("w"))', 'commitFrom("a", warehouse("w"))', ""),
        ("task.outputs.push.commit", "task.outputs.push", ".commit"),
        ('outputs["a b"].c.trim(1)', 'outputs["a b"]', ".c.trim(1)"),
        ("outputs.in.commit", "outputs.in", ".commit"),
    ],
)
def test_the_text_and_what_is_read_of_it(expression: str, text: str, read: str) -> None:
    found = only(expression)
    assert found.text == text
    assert expression[found.end : found.read_to] == read
    assert found.reads == bool(read)


@pytest.mark.parametrize(
    ("expression", "careful"),
    [
        ('imageFrom("a").Tag', False),
        ('(imageFrom("a")).Tag', False),
        ('imageFrom("a")', False),
        ('imageFrom("a")?.Tag', True),
        ('(imageFrom("a") ?? imageOf).Tag', True),
        ('nil != imageFrom("a")', True),
        ('"x" ?? imageFrom("a").Tag', False),
        ('imageFrom("a").Tag == nil', False),
        ('outputs.x?.y ?? ""', True),
    ],
)
def test_care(expression: str, careful: bool) -> None:
    assert only(expression).careful is careful


def test_what_depends_on_its_place_cannot_stand_elsewhere() -> None:
    assert not only('map(["a"], imageFrom(#).Tag)').standalone
    bound = lookups('let x = imageFrom("a"); imageFrom(x.Tag + "b")')
    assert [each.standalone for each in bound] == [True, False]


def test_only_texts_and_variables_are_plain() -> None:
    assert only('chartFrom(vars.u, "n", warehouse("w"))').plain
    assert not only("imageFrom(ctx.stage)").plain
    assert not only("imageFrom(warehouse(ctx.stage))").plain


def test_alike_is_what_looks_for_the_same() -> None:
    one, two, other = (only(f"imageFrom({argument})") for argument in ('"a"', " 'a'", '"b"'))
    assert one.alike(two)
    assert not one.alike(other)


def test_a_piped_call_has_no_text_of_its_own_and_what_does_not_parse_none_at_all() -> None:
    for expression in (
        '"a" | imageFrom()',
        'imageFrom("a"',
        "imageFrom(" * 5_000,
        'imageFrom("' + "a" * 200_000,
    ):
        assert lookups(expression) == ()
