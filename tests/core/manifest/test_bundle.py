"""Directories, uploads and files to documents: what is taken, left out and refused."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from kargoui.core.manifest import bundle
from kargoui.core.manifest.bundle import SourceFile, read_bundle, read_directory, secrets, unpacked
from kargoui.core.manifest.document import read
from kargoui.core.manifest.errors import ManifestError

STAGE = b"apiVersion: kargo.akuity.io/v1alpha1\nkind: Stage\nmetadata: {name: a}\n"
CONFIG_MAP = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def refusal(*files: SourceFile) -> str:
    with pytest.raises(ManifestError) as caught:
        read_bundle(files)
    return str(caught.value)


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        for name, data in files.items():
            target.writestr(f"{name}.yaml", data)
    return content.getvalue()


def test_documents_come_with_their_file_and_position() -> None:
    files = [SourceFile("b.yaml", STAGE + b"---\n" + CONFIG_MAP), SourceFile("a.yml", CONFIG_MAP)]
    documents = read_bundle(files).documents
    assert [(one.file, one.position, one.kind) for one in documents] == [
        ("b.yaml", 0, "Stage"),
        ("b.yaml", 1, "ConfigMap"),
        ("a.yml", 0, "ConfigMap"),
    ]


def test_what_is_no_manifest_is_left_out_with_a_sentence() -> None:
    files = [
        SourceFile("a.yaml", STAGE),
        SourceFile("README.md", b"\xff"),
        SourceFile("empty.yaml", b"# nothing\n"),
        SourceFile("values.yaml", b"replicas: 1\n"),
        SourceFile("kustomization.yaml", b"resources: [a.yaml]\n"),
    ]
    found = read_bundle(files)
    assert [document.file for document in found.documents] == ["a.yaml", "kustomization.yaml"]
    assert [(path, str(why)) for path, why in found.skipped] == [
        ("README.md", "Left out, since its name does not end in .yaml or .yml."),
        ("empty.yaml", "Left out, since it holds no document."),
        ("values.yaml", "Left out, since nothing in it has an apiVersion and a kind."),
    ]


def test_a_text_without_a_name_is_yaml() -> None:
    assert [one.kind for one in read_bundle([SourceFile("", STAGE)]).documents] == ["Stage"]


def test_a_set_without_a_kargo_manifest_is_refused() -> None:
    assert "There is no Kargo manifest here" in refusal(SourceFile("a.yaml", CONFIG_MAP))
    assert "There is no Kargo manifest here" in refusal()
    item = STAGE.decode().strip().replace("\n", "\n  ")
    listed = f"apiVersion: v1\nkind: List\nitems:\n- {item}\n"
    assert "items of a List" in refusal(SourceFile("a.yaml", listed.encode()))


def test_one_file_that_cannot_be_read_refuses_the_set_and_says_where() -> None:
    assert refusal(SourceFile("a.yaml", STAGE), SourceFile("b.yaml", b"a: 1\nb: [\n")).startswith("b.yaml:")
    assert refusal(SourceFile("b.yaml", STAGE + b"x: \xff\n")).startswith("b.yaml:4:4: ")


def test_two_files_of_one_name_are_refused() -> None:
    assert refusal(SourceFile("a.yaml", STAGE), SourceFile("a.yaml", STAGE)).startswith("a.yaml: ")


def test_files_that_are_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_FILE", 10)
    assert refusal(SourceFile("a.yaml", STAGE)).startswith("a.yaml: The file has ")
    monkeypatch.setattr(bundle, "MAX_UPLOAD", 100)
    with pytest.raises(ManifestError, match="at most 0 MB are read at once"):
        unpacked([SourceFile("a.yaml", bytes(60)), SourceFile("b.yaml", bytes(60))])


def test_an_upload_holds_files_and_zips() -> None:
    packed = zipped(a=STAGE)
    assert unpacked([SourceFile("x.yaml", STAGE), SourceFile("p.zip", packed)]) == [
        SourceFile("x.yaml", STAGE),
        SourceFile("a.yaml", STAGE),
    ]
    two = unpacked([SourceFile("p.zip", packed), SourceFile("q.zip", packed)])
    assert [file.path for file in two] == ["p/a.yaml", "q/a.yaml"]


def test_a_zip_that_is_refused_is_named() -> None:
    with pytest.raises(ManifestError, match=r"^p\.zip: The zip cannot be read"):
        unpacked([SourceFile("p.zip", b"no zip")])


def test_a_directory_is_read_in_order_without_what_is_hidden_or_linked(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/c.yml", ".git/x.yaml", ".hidden.yaml", "notes.txt"):
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(STAGE)
    os.symlink("/etc/passwd", tmp_path / "link.yaml")
    os.symlink("/etc", tmp_path / "folder")
    assert read_directory(tmp_path) == [
        SourceFile("a/c.yml", STAGE),
        SourceFile("b.yaml", STAGE),
        SourceFile("notes.txt", b""),
    ]


def test_a_directory_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_FILES", 1)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(STAGE)
    with pytest.raises(ManifestError, match="more than 1 files"):
        read_directory(tmp_path)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("apiVersion: v1\nkind: Secret\n", True),
        ("kind: Secret\n", True),
        ("apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Secret}]\n", True),
        ("apiVersion: v1\nkind: SecretList\nitems: [{data: {}}]\n", True),
        ("apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\n", False),
        ("apiVersion: acme.io/v1\nkind: Secret\n", False),
        ("apiVersion: v1\nkind: List\nitems: [{kind: ConfigMap}, 1]\n", False),
        ("- Secret\n", False),
    ],
)
def test_secrets_are_found_in_lists_too(text: str, secret: bool) -> None:
    documents = read(text)
    assert secrets(documents) == (documents if secret else [])
