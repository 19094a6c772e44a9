"""Field paths as text."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargoui.core.manifest.errors import PathError
from kargoui.core.manifest.path import format_path, parse_path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ()),
        ("kind", ("kind",)),
        ("spec.requestedFreight[1].origin.name", ("spec", "requestedFreight", 1, "origin", "name")),
        ('metadata.labels["a.b/c"]', ("metadata", "labels", "a.b/c")),
        ('["kargo.akuity.io/x"][0][1]', ("kargo.akuity.io/x", 0, 1)),
        (r'data["say \"hi\" \u4e2d"]', ("data", 'say "hi" 中')),
        ("a-b.c/d", ("a-b", "c/d")),
    ],
)
def test_paths_are_read(text: str, path: tuple[str | int, ...]) -> None:
    assert parse_path(text) == path


def test_names_that_need_it_are_quoted() -> None:
    assert (
        format_path(("metadata", "labels", "a.b/c", 0, "1", "中")) == 'metadata.labels["a.b/c"][0]["1"]["中"]'
    )


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (".", 1),
        ("a.", 3),
        ("a..b", 3),
        ("a[", 2),
        ("a[x]", 2),
        ("a[-1]", 2),
        ('a["b]', 2),
        ("a b", 2),
        (r'["\q"]', 1),
    ],
)
def test_other_texts_are_refused_with_the_place(text: str, column: int) -> None:
    with pytest.raises(PathError) as caught:
        parse_path(text)
    assert caught.value.column == column
    assert text in str(caught.value.sentence)


@given(st.lists(st.one_of(st.text(st.characters(codec="utf-8")), st.integers(0, 999))).map(tuple))
def test_every_path_survives_being_written(path: tuple[str | int, ...]) -> None:
    assert parse_path(format_path(path)) == path


@given(st.text("ab.[]\"'\\01- ", max_size=12))
def test_no_text_raises_anything_else(text: str) -> None:
    with contextlib.suppress(PathError):
        assert isinstance(parse_path(text), tuple)
