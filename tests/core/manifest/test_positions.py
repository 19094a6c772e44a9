"""Where paths stand."""

from __future__ import annotations

import pytest

from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.path import Path, parse_path
from kargoui.core.manifest.positions import locate, span
from tests.core.manifest.corpus import documents, paths

TEXT = """\
# top
kind: Stage
spec:
  # about vars
  vars:
  - name: a  # one
    value: |
      text
    # a's end
  # about b
  - {name: b, value: c}

  same: &x
    y: 1
  other: *x
"""


@pytest.mark.parametrize(
    ("path", "place", "lines"),
    [
        ("", (2, 1), (0, 15)),
        ("kind", (2, 1), (0, 2)),
        ("spec.vars", (5, 3), (3, 11)),
        ("spec.vars[0]", (6, 3), (5, 9)),
        ("spec.vars[0].name", (6, 5), (5, 6)),
        ("spec.vars[0].value", (7, 5), (6, 8)),
        ("spec.vars[1]", (11, 3), (9, 11)),
        ("spec.vars[1].value", (11, 15), (10, 11)),
        ("spec.other", (15, 3), (14, 15)),
        ("spec.other.y", (14, 5), (13, 14)),
        ("spec.vars[7].name", (5, 3), (3, 11)),
        ("nothing.here", (2, 1), (0, 15)),
    ],
)
def test_a_path_stands_here(path: str, place: tuple[int, int], lines: tuple[int, int]) -> None:
    assert locate(TEXT, parse_path(path)) == place
    assert span(TEXT, parse_path(path)) == lines


def test_line_ends_and_byte_order_marks_do_not_shift_places() -> None:
    windows = "\ufeff" + TEXT.replace("\n", "\r\n")
    for path in ("kind", "spec.vars[0].value", "spec.vars[1].value", "spec.other"):
        assert locate(windows, parse_path(path)) == locate(TEXT, parse_path(path))
        assert span(windows, parse_path(path)) == span(TEXT, parse_path(path))
    assert locate("\ufeffa: 1", ("a",)) == (1, 1)


@pytest.mark.parametrize("text", ["a: [", "[" * 5000, "a: \ud800", "a: b: c", "\ufeffa: 'x"])
def test_a_text_that_is_no_yaml_is_refused(text: str) -> None:
    for ask in (locate, span):
        with pytest.raises(ManifestError):
            ask(text, ("a",))


def test_a_text_without_a_document_has_one_place() -> None:
    assert locate("", ("a",)) == (1, 1)
    assert span("", ()) == (0, 0)
    assert span("# c\n", ("a",)) == (0, 1)


def test_every_path_of_every_document_has_its_key_at_its_place() -> None:
    for document in documents():
        rows = document.text.removeprefix("\ufeff").splitlines()
        for path in list(paths(document.data)):
            line, column = locate(document.text, path)
            start, end = span(document.text, path)
            assert start < line <= end or is_shared(document.file), (document.file, path)
            if isinstance(path[-1], str) and not is_shared(document.file):
                assert (
                    path[-1].replace("'", "''") in rows[line - 1][column - 1 :] or path[-1] in rows[line - 1]
                ), path


def is_shared(file: str) -> bool:
    """Whether a merge key brings in keys that stand elsewhere, or under another name."""
    return file == "merge-keys.yaml"


def test_the_spans_of_siblings_do_not_overlap_in_block_style() -> None:
    path: Path = ("spec", "vars")
    assert span(TEXT, (*path, 0))[1] <= span(TEXT, (*path, 1))[0]
