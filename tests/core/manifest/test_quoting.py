"""Scalars as text: what every reader takes for the same string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.operations import same
from kargoui.core.manifest.quoting import is_plain, kept_block, literal, scalar, string
from tests.core.manifest.corpus import SCALARS

PLAIN = [
    *(
        "a",
        "a b",
        "v1.2.3",
        "1.2.3",
        "10.0.0.1",
        "a:b",
        "a#b",
        "-a",
        "?a",
        ":a",
        "1h30m",
        "24h",
        "sha256:0a1b",
    ),
    *(
        "${{ vars.x }}",
        '${{ imageFrom("a/b").Tag }}',
        "${{ a && b }}",
        "https://example.com/a?b=c#d",
        "./src",
        "中文",
    ),
    *(
        "it's",
        'say "x"',
        "a, b",
        "a [b]",
        "glob:src/**",
        "^1.2.0",
        "~1.10",
        ">=1".replace(">", "^"),
        "git@h.com:a/b.git",
    ),
]
QUOTED = [
    *(
        "",
        " ",
        "a ",
        " a",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "- a",
        "-",
        "?",
        "? a",
        ":",
        "[a",
        "{a",
        "]",
        "}",
        ",",
        "&a",
        "*a",
    ),
    *(
        "!a",
        "|",
        ">",
        "'a",
        '"a',
        "%a",
        "@a",
        "`a",
        "---",
        "...",
        "--- a",
        "<<",
        "=",
        "~",
        "null",
        "NULL",
        "true",
        "True",
    ),
    *(
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "N",
        "1",
        "-1",
        "+1",
        "1.10",
        "1.",
        ".5",
        "1e3",
        "1_000",
        "0x1",
        "0o7",
        "0b1",
        "017",
    ),
    *(
        "12:30",
        "12:30:45",
        "1:30.5",
        "2001-01-01",
        "2001-01-01T00:00:00Z",
        ".inf",
        "-.INF",
        ".nan",
        "a\tb #c",
        "a\nb",
    ),
    *(
        "08",
        "0.1",
        "-0",
        "1E5",
        "x\x07",
        "x\x85",
        "x\u2028",
        "\ufeff",
        "${{ a }} # b",
        '${{ {"a": 1} }}',
        "'",
        '"',
    ),
]


@pytest.mark.parametrize("text", PLAIN)
def test_these_stand_without_quotes(text: str) -> None:
    assert is_plain(text)
    assert load_data(f"a: {text}\n") == {"a": text}


@pytest.mark.parametrize("text", QUOTED)
def test_these_are_quoted(text: str) -> None:
    assert not is_plain(text)
    for prefer in "'\"":
        assert load_data(f"a: {string(text, prefer=prefer)}\n") == {"a": text}


@pytest.mark.parametrize("text", ["a, b", "[a]", "${{ a }}", "a:b{", "-a", "a?b", "a:"])
def test_more_is_quoted_in_flow_style(text: str) -> None:
    assert string(text, flow=True)[0] in "'\""


def test_the_style_asked_for_is_kept_where_it_can_hold_the_text() -> None:
    assert string("a", style="'") == "'a'"
    assert string("it's", style="'") == "'it''s'"
    assert string("a", style='"') == '"a"'
    assert string("a\nb", style="'") == '"a\\nb"'
    assert string('say "x": y') == "'say \"x\": y'"
    assert string("\x85\u2028\x7f") == '"\\u0085\\u2028\\u007f"'


@given(SCALARS)
def test_every_scalar_is_read_back(value: object) -> None:
    for flow in (False, True):
        for prefer in "'\"":
            text = scalar(value, prefer=prefer, flow=flow)
            assert same(
                load_data(f"a: [{text}, {text}]" if flow else f"a: {text}"),
                {"a": [value] * 2 if flow else value},
            )


@given(st.text(st.characters(codec="utf-8"), max_size=20).map(lambda text: text.replace("x", "\n")))
def test_every_text_that_a_block_takes_is_read_back(text: str) -> None:
    for block in (literal(text, 4, 3), kept_block(text, "|", 4, 3), kept_block(text, ">", 4, 3)):
        if block is not None:
            written = f"b:\n a: {block[0]}\n{block[1]}\n c: 1\n"
            if "\t" not in text:
                assert load_data(written) == {"b": {"a": text, "c": 1}}


def test_chomping_follows_the_line_ends_of_the_text() -> None:
    assert literal("a\nb", 2, 2) == ("|-", "  a\n  b")
    assert literal("a\nb\n", 2, 2) == ("|", "  a\n  b")
    assert literal("a\n\n", 2, 2) == ("|+", "  a\n")
    assert literal("  a\nb", 2, 2) == ("|2-", "    a\n  b")
    assert literal("a", 2, 2) is None
    assert kept_block("a", "|", 2, 2) == ("|-", "  a")
    assert kept_block("a\n", ">", 2, 2) == (">", "  a")
