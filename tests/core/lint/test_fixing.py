"""Fixes are made round by round, and only where it is clear what they change."""

from __future__ import annotations

from collections.abc import Sequence

from kargoui.core.lint import Edit, Finding, Fix, audit
from kargoui.core.lint.fixing import fixed, fixed_in_rounds
from kargoui.core.manifest.document import Document, read
from kargoui.core.manifest.operations import Insert, Operation, Remove, Set
from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence

STAGE = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata: {name: a, namespace: x}
spec:
  vars: [{name: one, value: "1"}]  # of the team
"""
VALUE: Path = ("spec", "vars", 0, "value")


def finding(*operations: Operation) -> Finding:
    edits = tuple(Edit("Stage", "a", operation) for operation in operations)
    return Finding((), Sentence("x"), Fix(Sentence("x"), edits), "Stage", "a", project="x")


def texts(documents: Sequence[Document]) -> str:
    return "".join(document.text for document in documents)


def value(documents: Sequence[Document]) -> object:
    data: object = documents[0].data
    for part in VALUE:
        data = data[part]  # type: ignore[index]
    return data


def test_a_fix_is_made_as_a_whole_or_not_at_all() -> None:
    impossible = finding(Set(VALUE, "2"), Remove(("spec", "nothing")))
    done = fixed(read(STAGE), [impossible])
    assert texts(done.documents) == STAGE
    assert (done.mended, done.waiting) == ([], [impossible])


def test_a_fix_waits_for_another_one_in_its_place() -> None:
    first, second = (
        finding(Insert(("spec", "vars", 0), {"name": "zero", "value": "0"})),
        finding(Set(VALUE, "2")),
    )
    done = fixed(read(STAGE), [first, second])
    assert (done.mended, done.waiting) == ([first], [second])


def test_documents_below_move_with_the_lines() -> None:
    text = f"{STAGE}---\n{STAGE.replace('name: a', 'name: b')}---\n{STAGE.replace('name: a', 'name: c')}"
    before = read(text, "f.yaml")
    done = fixed(before, [finding(Set(("spec", "shard"), "eu"))])
    again = read(texts(done.documents), "f.yaml")
    assert [each.line for each in done.documents] == [each.line for each in again] == [0, 6, 12]


def test_one_of_two_manifests_with_a_name_is_not_guessed() -> None:
    documents = read(f"{STAGE}---\n{STAGE}")
    assert fixed(documents, [finding(Set(VALUE, "2"))]).mended == []


def test_rounds_go_on_until_nothing_can_be_fixed() -> None:
    def ask(documents: Sequence[Document]) -> list[Finding]:
        now = int(str(value(documents)))
        return [finding(Set(VALUE, str(now + 1)))] if now < 5 else []

    done = fixed_in_rounds(read(STAGE), ask)
    assert (value(done.documents), len(done.mended), done.waiting) == ("5", 4, [])


def test_rules_that_undo_each_other_come_to_an_end() -> None:
    def ask(documents: Sequence[Document]) -> list[Finding]:
        return [finding(Set(VALUE, "2" if value(documents) == "1" else "1"))]

    done = fixed_in_rounds(read(STAGE), ask)
    assert len(done.mended) == 1
    assert len(done.waiting) == 1


def test_what_is_fixed_is_found_no_more() -> None:
    task = STAGE.replace("Stage", "ClusterPromotionTask").replace(
        '  vars: [{name: one, value: "1"}]  # of the team\n',
        "  steps: [{uses: git-clear, config: {path: ./a}}]\n",
    )

    def ask(documents: Sequence[Document]) -> list[Finding]:
        return audit(documents, "1.11")

    done = fixed_in_rounds(read(task), ask)
    assert [each.rule for each in done.mended] == ["cluster-scoped"]
    assert texts(done.documents) == task.replace(", namespace: x", "")
    assert fixed_in_rounds(done.documents, ask).documents == done.documents
