"""Edits drawn at random over every document of tests/data.

`HYPOTHESIS_PROFILE=thorough` draws many more.
"""

from __future__ import annotations

import contextlib
import os

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from kargoui.core.manifest.document import Document, split
from kargoui.core.manifest.edits import Operation, apply, apply_to_data, from_json, same, to_json
from kargoui.core.manifest.errors import EditError
from kargoui.core.manifest.loader import decode, load_data
from tests.core.manifest.corpus import UNREADABLE, documents, files, operations
from tests.core.manifest.locality import is_local

FACTOR = 40 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 1

# Where places share their values an edit of one of them may have to be refused.
SHARING = {"anchors.yaml", "merge-keys.yaml"}


def examples(number: int) -> settings:
    return settings(
        max_examples=number * FACTOR,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=FACTOR == 1,
    )


@st.composite
def edits(draw: st.DrawFn) -> tuple[Document, Operation]:
    document = draw(st.sampled_from(documents()))
    return document, draw(operations(document.data))


@examples(800)
@given(edits())
def test_an_edit_does_what_it_means_and_touches_only_its_lines(drawn: tuple[Document, Operation]) -> None:
    document, operation = drawn
    try:
        after = apply(document.text, operation)
    except EditError:
        event("refused")
        return
    assert same(load_data(after), apply_to_data(document.data, operation))
    assert is_local(document.text, after, operation)
    assert len(split(after)) == 1
    assert after.endswith("\n") or not document.text.endswith("\n")


@examples(60)
@given(st.data())
def test_any_sequence_of_edits_can_be_undone_and_done_again(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from([file for file in files() if file.name not in UNREADABLE]))
    slices = split(decode(file.read_bytes()))
    history: list[tuple[int, str, str]] = []
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(slices) - 1))
        operation = data.draw(operations(load_data(slices[at])))
        with contextlib.suppress(EditError):
            after = apply(slices[at], operation)
            history.append((at, slices[at], after))
            slices[at] = after
    edited = "".join(slices)
    assert len(split(edited)) == len(slices)
    for at, before, _ in reversed(history):
        slices[at] = before
    assert "".join(slices).encode() == file.read_bytes()
    for at, _, after in history:
        slices[at] = after
    assert "".join(slices) == edited


def test_edits_of_ordinary_manifests_are_not_refused() -> None:
    refused: list[str] = []
    drawn = 0

    @examples(800)
    @given(edits())
    def draw(edit: tuple[Document, Operation]) -> None:
        nonlocal drawn
        document, operation = edit
        if document.file in SHARING:
            return
        drawn += 1
        try:
            apply(document.text, operation)
        except EditError as error:
            refused.append(f"{document.file}: {operation}: {error}")

    draw()
    assert len(refused) < drawn / 100, "\n".join(refused)


@examples(200)
@given(edits())
def test_edits_survive_their_json_form(drawn: tuple[Document, Operation]) -> None:
    _, operation = drawn
    assert from_json(to_json(operation)) == operation
