"""Sets of files, from a directory, a zip or an upload, and the documents in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from kargoui.core.manifest.archive import MAX_UNPACKED, SourceFile, is_zip, read_zip, refuse
from kargoui.core.manifest.document import Document, read
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import decode
from kargoui.core.sentence import Sentence, gettext_noop

__all__ = ["Bundle", "SourceFile", "read_bundle", "read_directory", "read_zip", "secrets", "unpacked"]

MAX_UPLOAD: Final = 32 * 1024 * 1024
MAX_FILE: Final = 20 * 1024 * 1024
MAX_FILES: Final = 2_000
KUSTOMIZATIONS: Final = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_YAML: Final = frozenset({".yaml", ".yml"})
_MB: Final = 1024 * 1024

_UPLOAD_TOO_LARGE: Final = gettext_noop(
    "These are %(size)s MB together; at most %(limit)s MB are read at once."
)
_FILE_TOO_LARGE: Final = gettext_noop("The file has %(size)s MB; at most %(limit)s MB are read.")
_TOO_MANY: Final = gettext_noop("There are more than %(limit)s files here.")
_SAME_PATH: Final = gettext_noop("There are two files of this name. Give them different names.")
NO_KARGO: Final = gettext_noop(
    "There is no Kargo manifest here: no document has an apiVersion that begins with kargo.akuity.io/."
)
_ONLY_LISTS: Final = gettext_noop(
    "All Kargo manifests here are items of a List, as kubectl prints several at once. "
    "Give each manifest its own document."
)
_NO_YAML: Final = gettext_noop("Left out, since its name does not end in .yaml or .yml.")
_NO_RESOURCE: Final = gettext_noop("Left out, since nothing in it has an apiVersion and a kind.")
_EMPTY: Final = gettext_noop("Left out, since it holds no document.")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The documents of a set of files, in the order of the files, and the files that hold none, with why."""

    documents: list[Document] = field(default_factory=list)
    skipped: list[tuple[str, Sentence]] = field(default_factory=list)


def read_directory(path: str | os.PathLike[str]) -> list[SourceFile]:
    """The files below a directory, in the order of their paths relative to it.

    What is hidden, and what links lead to, is not looked at; files that are no YAML come without content.
    """
    files: list[SourceFile] = []
    for place in walk(path):
        relative = place.relative_to(path).as_posix()
        if len(files) >= MAX_FILES:
            raise ManifestError(Sentence(_TOO_MANY, {"limit": MAX_FILES}))
        if is_yaml(relative):
            _refuse_large(relative, place.stat().st_size)
            files.append(SourceFile(relative, place.read_bytes()))
        else:
            files.append(SourceFile(relative, b""))
    return sorted(files, key=lambda file: file.path)


def walk(path: str | os.PathLike[str]) -> Iterator[Path]:
    """The files below a directory, but what is hidden and what links lead to."""
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            place = Path(folder, name)
            if not name.startswith(".") and not place.is_symlink() and place.is_file():
                yield place


def unpacked(files: Iterable[SourceFile]) -> list[SourceFile]:
    """The files of an upload with those of zips in place of the zips. Raises ManifestError.

    The files of one zip keep their paths; of several zips each becomes a folder.
    """
    files = list(files)
    size = sum(len(file.content) for file in files)
    if size > MAX_UPLOAD:
        raise ManifestError(Sentence(_UPLOAD_TOO_LARGE, {"size": _mb(size), "limit": MAX_UPLOAD // _MB}))
    zips = sum(is_zip(file) for file in files)
    found: list[SourceFile] = []
    for file in files:
        if not is_zip(file):
            found.append(file)
            continue
        try:
            inside = read_zip(file.content)
        except ManifestError as error:
            raise ManifestError(error.sentence, file=error.file or file.path) from None
        folder = f"{PurePosixPath(file.path).stem}/" if zips > 1 else ""
        found += (SourceFile(folder + one.path, one.content) for one in inside)
    return found


def read_bundle(files: Iterable[SourceFile]) -> Bundle:
    """The documents of a set of files. Raises ManifestError with file, line and column.

    A file whose path is "" or "-" is YAML without a name. Nothing is read at all where one file cannot be.
    """
    bundle = read_files(files)
    if not any(document.is_kargo for document in bundle.documents):
        listed = any(member.is_kargo for document in bundle.documents for _, member in document.members())
        raise ManifestError(Sentence(_ONLY_LISTS if listed else NO_KARGO))
    return bundle


def read_files(files: Iterable[SourceFile]) -> Bundle:
    """The same for files among which there need be no Kargo manifest."""
    bundle = Bundle()
    seen: set[str] = set()
    size = 0
    for file in files:
        size += len(file.content)
        if file.path in seen:
            refuse(_SAME_PATH, file.path)
        if len(seen) >= MAX_FILES:
            raise ManifestError(Sentence(_TOO_MANY, {"limit": MAX_FILES}))
        if size > MAX_UNPACKED:
            params = {"size": _mb(size), "limit": MAX_UNPACKED // _MB}
            raise ManifestError(Sentence(_UPLOAD_TOO_LARGE, params))
        seen.add(file.path)
        _read_one(file, bundle)
    return bundle


def _read_one(file: SourceFile, bundle: Bundle) -> None:
    if file.path not in ("", "-") and not is_yaml(file.path):
        bundle.skipped.append((file.path, Sentence(_NO_YAML)))
        return
    documents = read_file(file)
    if not documents:
        bundle.skipped.append((file.path, Sentence(_EMPTY)))
    elif not is_kustomization(file.path) and not any(d.kind and d.api_version for d in documents):
        bundle.skipped.append((file.path, Sentence(_NO_RESOURCE)))
    else:
        bundle.documents.extend(documents)


def read_file(file: SourceFile, errors: list[ManifestError] | None = None) -> list[Document]:
    """The documents of one file, whatever its name. Raises ManifestError with the place in the file.

    Documents that cannot be read are no reason to raise where `errors` are collected.
    """
    _refuse_large(file.path, len(file.content))
    try:
        text = decode(file.content)
    except ManifestError as error:
        raise error.moved(file=file.path, lines=0) from None
    return read(text, file.path, errors)


def read_limited(stream: BinaryIO) -> bytes:
    """What a file holds, or as much of it as shows that it is too large: devices may never end."""
    return stream.read(MAX_UPLOAD + 1)


def is_yaml(path: str) -> bool:
    """Whether a file is YAML by its name."""
    return PurePosixPath(path).suffix.lower() in _YAML


def is_kustomization(path: str) -> bool:
    """Whether Kustomize takes a file for what tells it the resources of the file's folder."""
    return PurePosixPath(path).name in KUSTOMIZATIONS


def secrets(documents: Iterable[Document]) -> list[Document]:
    """The documents that are, or hold as a List, Kubernetes Secrets, whose credentials must not be stored."""
    return [document for document in documents if _is_secret(document.data)]


def _is_secret(data: object) -> bool:
    if not isinstance(data, dict):
        return False
    kind, items = data.get("kind"), data.get("items")
    if kind == "Secret" and data.get("apiVersion") in ("v1", "", None):
        return True
    return (
        isinstance(kind, str)
        and kind.endswith("List")
        and isinstance(items, list)
        and any(kind == "SecretList" or _is_secret(item) for item in items)
    )


def _refuse_large(path: str, size: int) -> None:
    if size > MAX_FILE:
        refuse(_FILE_TOO_LARGE, path, size=_mb(size), limit=MAX_FILE // _MB)


def _mb(size: int) -> str:
    return f"{size / _MB:.1f}"
