"""Documents back to files: byte for byte, and whole where documents were added or left out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kargoui.core.manifest.bundle import SourceFile, read_bundle, read_file, read_zip
from kargoui.core.manifest.document import Document, read
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.export import as_kustomize_zip, as_stream, as_zip

DATA = Path(__file__).resolve().parents[2] / "data"
STAGE = "apiVersion: kargo.akuity.io/v1alpha1\nkind: Stage\nmetadata: {name: a}\n"


def readable() -> list[Path]:
    found = []
    for path in sorted(DATA.glob("*.yaml")):
        try:
            read_file(SourceFile(path.name, path.read_bytes()))
        except ManifestError:
            continue
        found.append(path)
    return found


@pytest.mark.parametrize("path", readable(), ids=lambda path: path.name)
def test_what_was_not_edited_is_exported_byte_for_byte(path: Path) -> None:
    content = path.read_bytes()
    documents = read_file(SourceFile(path.name, content))
    assert as_stream(documents).encode() == content
    assert read_zip(as_zip(reversed(documents))) == [SourceFile(path.name, content)]


def test_a_stream_of_all_files_holds_every_document() -> None:
    documents = [one for path in readable() for one in read_file(SourceFile(path.name, path.read_bytes()))]
    again = read(as_stream(documents))
    assert [one.data for one in again] == [one.data for one in documents]


def stream(*texts: str) -> str:
    return as_stream([Document(text, None, f"{number}.yaml") for number, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a: 1\n", "b: 1\n"], "a: 1\n---\nb: 1\n"),
        (["a: 1", "b: 1\n"], "a: 1\n---\nb: 1\n"),
        (["a: 1\n", "---\nb: 1\n"], "a: 1\n---\nb: 1\n"),
        (["a: 1\n", "# b\n\n--- # here\nb: 1\n"], "a: 1\n# b\n\n--- # here\nb: 1\n"),
        (["a: 1\n", "# b\nb: 1\n"], "a: 1\n---\n# b\nb: 1\n"),
        (["a: 1\r\n", "b: 1\n"], "a: 1\r\n---\r\nb: 1\n"),
        (["a: 1\n", "%YAML 1.1\n---\nb: 1\n"], "a: 1\n...\n%YAML 1.1\n---\nb: 1\n"),
        (["a: 1\n...\n", "%YAML 1.1\n---\nb: 1\n"], "a: 1\n...\n%YAML 1.1\n---\nb: 1\n"),
        (["a: 1\n", "----\n"], "a: 1\n---\n----\n"),
        (["a: |\n  x", "b: 1\n"], "a: |-\n  x\n---\nb: 1\n"),
        (["a: >2+\n  x", "---\nb: 1\n"], "a: >2-\n  x\n---\nb: 1\n"),
        (["a: |-\n  x", "b: 1\n"], "a: |-\n  x\n---\nb: 1\n"),
        (["a: 1\n", "", "b: 1\n"], "a: 1\n---\nb: 1\n"),
    ],
)
def test_between_documents_stands_only_what_yaml_needs(texts: list[str], expected: str) -> None:
    assert stream(*texts) == expected


def test_documents_are_ordered_by_file_and_position() -> None:
    documents = [
        Document("c: 1\n", None, "b.yaml", 0),
        Document("---\nb: 1\n", None, "a.yaml", 1),
        Document("a: 1\n", None, "a.yaml", 0),
    ]
    assert as_stream(documents) == "a: 1\n---\nb: 1\n---\nc: 1\n"


def test_a_file_whose_first_document_is_gone_keeps_the_others() -> None:
    documents = read(f"{STAGE}---\nkind: B\n---\nkind: C\n", "a.yaml")
    assert [one.content for one in read_zip(as_zip(documents[1:]))] == [b"---\nkind: B\n---\nkind: C\n"]


def test_the_same_documents_give_the_same_zip() -> None:
    documents = read(STAGE, "x/a.yaml")
    assert as_zip(documents) == as_zip(documents)
    with zipfile.ZipFile(io.BytesIO(as_zip(documents))) as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def kustomize(*files: tuple[str, str]) -> dict[str, str]:
    documents = read_bundle([SourceFile(path, text.encode()) for path, text in files]).documents
    return {file.path: file.content.decode() for file in read_zip(as_kustomize_zip(documents, "demo"))}


def test_kustomize_gets_the_namespace_and_the_files() -> None:
    files = kustomize(("b.yaml", STAGE), ("a b.yaml", STAGE))
    assert files["b.yaml"] == STAGE
    assert files["kustomization.yaml"] == (
        "apiVersion: kustomize.config.k8s.io/v1beta1\n"
        "kind: Kustomization\n"
        "namespace: demo\n"
        "resources:\n"
        '  - "a b.yaml"\n'
        "  - b.yaml\n"
    )


def test_a_kustomization_of_the_import_stays_as_it_is() -> None:
    own = "# ours\nresources:\n- b.yaml\n"
    files = kustomize(("b.yaml", STAGE), ("kustomization.yml", own))
    assert files == {"b.yaml": STAGE, "kustomization.yml": own}


def test_a_folder_with_a_kustomization_is_a_resource_itself() -> None:
    files = kustomize(
        ("a.yaml", STAGE), ("base/kustomization.yaml", "resources: [b.yaml]\n"), ("base/b.yaml", STAGE)
    )
    assert files["kustomization.yaml"].endswith("resources:\n  - a.yaml\n  - base\n")


def test_any_number_of_blank_lines_may_follow_the_end_of_a_document() -> None:
    first = "a: 1\n...\n" + "\n" * 200 + "...\n"
    documents = [Document(first, None, "a.yaml"), Document("%YAML 1.1\n---\nb: 2\n", None, "b.yaml")]
    assert as_stream(documents) == first + "%YAML 1.1\n---\nb: 2\n"
