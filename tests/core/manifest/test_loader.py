"""The text of one document to data: values, and the limits with their sentences."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import MAX_LENGTH, decode, load_data, parse
from kargoui.core.manifest.operations import same
from tests.core.manifest.corpus import documents


def refusal(text: str) -> ManifestError:
    with pytest.raises(ManifestError) as caught:
        load_data(text)
    return caught.value


@pytest.mark.parametrize(
    "scalar",
    [
        *(
            "1",
            "-1",
            "+1",
            "0",
            "017",
            "0o17",
            "0x1F",
            "0b11",
            "1_000",
            "1:30",
            "1.5",
            "1.",
            ".5",
            "1e3",
            "1.0e+3",
        ),
        *(
            "1_0.5",
            "1:30.5",
            "yes",
            "No",
            "on",
            "OFF",
            "true",
            "False",
            "y",
            "n",
            "~",
            "null",
            "Null",
            "NULL",
            "''",
        ),
        *(
            "'1'",
            '"yes"',
            "1.2.3",
            "v1",
            "a b",
            "-x",
            "!!str 1",
            "!!int '7'",
            "!!float 1",
            "!!bool 'no'",
            "! 5",
        ),
        *(
            "!!null x",
            "!!str",
            "|\n  1\n",
            ">-\n  on\n  off",
            "[1, a]",
            "{a: 1}",
            "!!map {}",
            "!!seq []",
            "'<<'",
        ),
    ],
)
def test_values_are_those_of_the_safe_loader(scalar: str) -> None:
    text = f"a: {scalar}\n"
    assert same(load_data(text), yaml.load(text, yaml.CSafeLoader))


@pytest.mark.parametrize("text", ["2001-01-01", "2001-12-14t21:59:43.10-05:00", "=", "<<"])
def test_dates_and_odd_words_stay_strings(text: str) -> None:
    assert load_data(f"a: {text}") == {"a": text}


def test_every_document_of_the_corpus_reads_as_with_the_safe_loader() -> None:
    class Dateless(yaml.CSafeLoader):
        pass

    Dateless.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
    for document in documents():
        expected = [each for each in yaml.load_all(document.text, Dateless) if each is not None]
        assert [document.data] == expected, document.file


def test_merge_keys_give_way_to_own_keys_and_to_earlier_sources() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  x: 3\n  <<: [*a, *b]\nd: {<<: *a}\n"
    data = load_data(text)
    assert isinstance(data, dict)
    assert data["c"] == {"x": 3, "y": 1, "z": 2}
    assert data["d"] == {"x": 1, "y": 1}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "The key a stands twice"),
        ("a: {b: 1, b: 2}", 1, 11, "The key b stands twice"),
        ("a:\n\tb: 1\n", 2, 1, "A tab is used for indentation"),
        ("a: 1\n\tb: 2\n", 2, 1, "A tab is used for indentation"),
        ("a: x\x00y\n", 1, 5, "U+0000"),
        ("a: b\n\x07: c\n", 2, 1, "U+0007"),
        ("a: \ud800\n", 1, 4, "U+D800"),
        ("name: {{ .Values.name }}\n", 1, 7, "Helm template ({{ .Values.name }})"),
        ("a: {{ .Values.tag }}-x\n", 1, 4, "Helm template"),
        ("{{- if .Values.on }}\na: b\n{{- end }}\n", 1, 1, "Render it first"),
        ("a:\n  {{- toYaml . | nindent 2 }}\nb: c\n", 2, 3, "Helm template"),
        ("a: [1, 2\nb: 3\n", 2, 2, "`,` or `]` is missing"),
        ("a: 'x\n", 2, 1, "ends inside a quoted string"),
        ("a: b: c\n", 1, 5, "`key: value` cannot stand here"),
        ("\ufeffa: 1\nb: c: d\n", 2, 5, "`key: value` cannot stand here"),
        ("a: @x\n", 1, 4, "cannot start with this character"),
        ("a: *nothing\n", 1, 4, "No anchor of this name"),
        ("a: &x [*x]\n", 1, 4, "contains an alias of itself"),
        ("1: x\n", 1, 1, "put 1 in quotes"),
        ("on: push\n", 1, 1, "put on in quotes"),
        ("? [a]\n: b\n", 1, 3, "cannot be a key"),
        (
            "a: !!python/object/apply:os.system [x]\n",
            1,
            4,
            "!!python/object/apply:os.system is not supported",
        ),
        ("a: !!binary aGk=\n", 1, 4, "!!binary is not supported"),
        ("a: !!set {x}\n", 1, 4, "!!set is not supported"),
        ("a: !custom x\n", 1, 4, "!custom is not supported"),
        ("a: .nan\n", 1, 4, "JSON has no number for .nan"),
        (f"a: 0x{'f' * 4000}\n", 1, 4, "JSON has no number for 0xfff"),
        ("a: " + "9" * 5000, 1, 4, "JSON has no number"),
        ("<<: 1\n", 1, 5, "A merge key"),
        ("a: 1\n---\nb: 1\n", 3, 1, "A second document"),
        ("[" * 500, 1, 100, "More than 100 levels"),
        ("- " * 5000, 1, 199, "More than 100 levels"),
    ],
)
def test_bad_text_is_refused_with_a_sentence_and_a_place(
    text: str, line: int, column: int, words: str
) -> None:
    error = refusal(text)
    assert words in str(error.sentence)
    assert (error.line, error.column) == (line, column)


def test_aliases_that_explode_are_refused_before_anything_is_built() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "expand to more than" in str(refusal("\n".join(rows)))


def test_long_documents_are_refused() -> None:
    assert "characters" in str(refusal("a" * (MAX_LENGTH + 1)))


def test_expressions_and_templates_in_strings_are_text() -> None:
    text = "a: ${{ vars.x }}\nb: '{{ .Values.x }}'\nc: |\n  {{- range .Values.x }}\n"
    assert load_data(text) == {"a": "${{ vars.x }}", "b": "{{ .Values.x }}", "c": "{{- range .Values.x }}\n"}


def test_a_fault_elsewhere_is_not_blamed_on_a_template_in_a_string() -> None:
    assert "stands twice" in str(refusal("a: '{{ .Values.x }}'\na: 2\n"))


def test_a_text_without_a_document_is_nothing() -> None:
    for text in ("", "# only a comment\n", "---\n", "---\n# c\n---\n...\n"):
        assert load_data(text) is None
        assert parse(text).node is None


def test_only_utf8_is_read() -> None:
    assert decode("\ufeffä".encode()) == "\ufeffä"
    with pytest.raises(ManifestError) as caught:
        decode("ok: ja\nso: ä\n".encode("latin-1"))
    assert (caught.value.line, caught.value.column) == (2, 5)
    with pytest.raises(ManifestError):
        decode("a: b".encode("utf-16"))


@given(
    st.one_of(
        st.text(max_size=60), st.text("ab:-?&*!|>'\"%@`#{}[],\n\r\t ~<=0.\x85\ufeff\u2028", max_size=40)
    )
)
def test_no_text_raises_anything_but_a_manifest_error(text: str) -> None:
    error = refused(text)
    assert error is None or (error.line >= 1 and str(error))


def refused(text: str) -> ManifestError | None:
    try:
        parse(text)
    except ManifestError as error:
        return error
    return None
