"""Files to documents, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargoui.core.manifest.document import Document, read, split
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import decode
from tests.core.manifest.corpus import UNREADABLE, files


@pytest.mark.parametrize(
    ("text", "slices"),
    [
        ("", []),
        ("a: 1", ["a: 1"]),
        ("# only a comment\n", ["# only a comment\n"]),
        ("a: 1\n---\nb: 2\n", ["a: 1\n", "---\nb: 2\n"]),
        ("---\na: 1\n---\n", ["---\na: 1\n---\n"]),
        ("# c\n---\na: 1\n", ["# c\n---\na: 1\n"]),
        ("---\n# nothing\n---\na: 1\n", ["---\n# nothing\n---\na: 1\n"]),
        ("a: 1\n---\n# nothing\n---\nb: 2\n", ["a: 1\n", "---\n# nothing\n---\nb: 2\n"]),
        ("a: 1\n# end\n---\nb: 2\n", ["a: 1\n# end\n", "---\nb: 2\n"]),
        ("a: 1\n...\n# c\n---\nb: 2\n", ["a: 1\n...\n", "# c\n---\nb: 2\n"]),
        ("%YAML 1.1\n---\na\n...\n%YAML 1.1\n---\nb", ["%YAML 1.1\n---\na\n...\n", "%YAML 1.1\n---\nb"]),
        ("a: |\n  x\n  ---\n  y\n---\nb: '\n  --- '\n", ["a: |\n  x\n  ---\n  y\n", "---\nb: '\n  --- '\n"]),
        ("a: 1\r\n---\r\nb: 2\r\n", ["a: 1\r\n", "---\r\nb: 2\r\n"]),
        ("\ufeffa: 1\n\ufeff---\nb: 2\n", ["\ufeffa: 1\n", "\ufeff---\nb: 2\n"]),
        ("--- a\n--- |\n  b\n--- # c\nd: e\n", ["--- a\n", "--- |\n  b\n", "--- # c\nd: e\n"]),
        ("---a: 1\n----\n.... : b\n", ["---a: 1\n----\n.... : b\n"]),
        ("a: 1\n---", ["a: 1\n---"]),
    ],
)
def test_a_file_is_cut_where_a_document_starts(text: str, slices: list[str]) -> None:
    assert split(text) == slices


@given(st.text("a:-.#%|' \n\r\ufeff\x85\u2028", max_size=60))
def test_the_slices_of_any_text_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text


@pytest.mark.parametrize("file", files(), ids=lambda file: file.name)
def test_the_slices_of_every_file_are_the_file(file: Path) -> None:
    text = decode(file.read_bytes())
    assert "".join(split(text)) == text
    if file.name not in UNREADABLE:
        assert "".join(document.text for document in read(text)).encode() == file.read_bytes()


def test_documents_know_what_they_are_and_where_they_stood() -> None:
    text = "# c\nkind: Stage\napiVersion: kargo.akuity.io/v1alpha1\nmetadata: {name: a, namespace: b}\n"
    text += "---\n- x\n"
    stage, other = read(text, "f.yaml")
    assert (stage.kind, stage.name, stage.namespace, stage.is_kargo) == ("Stage", "a", "b", True)
    assert (stage.file, stage.position, stage.line) == ("f.yaml", 0, 0)
    assert (other.kind, other.name, other.api_version, other.is_kargo) == ("", "", "", False)
    assert (other.position, other.line) == (1, 4)


def test_odd_documents_have_no_kind() -> None:
    odd: list[object] = [None, [], "x", {"kind": 1, "metadata": []}]
    for data in odd:
        document = Document("", data)
        assert (document.kind, document.name) == ("", "")


def test_a_file_of_comments_has_no_documents_but_null_is_one() -> None:
    assert read("# c\n---\n# d\n") == []
    assert [document.data for document in read("--- null\n--- ~\n")] == [None, None]


def test_errors_count_the_lines_of_the_file() -> None:
    with pytest.raises(ManifestError) as caught:
        read("a: 1\r\n---\r\nb: 1\r\nb: 2\r\n", "dir/f.yaml")
    assert str(caught.value) == "dir/f.yaml:4:1: The key b stands twice in this mapping."
