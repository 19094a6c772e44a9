"""`kargoui validate`: says what Kargo would refuse in files, directories and zips."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from kargoui.commands.report import BAD_INPUT, OK, PROBLEMS, as_json, as_text
from kargoui.core.manifest.archive import SourceFile, is_zip, read_zip
from kargoui.core.manifest.bundle import NO_KARGO, read_directory, read_file, read_files
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.validate import check
from kargoui.core.sentence import Sentence


def run(arguments: Namespace) -> int:
    """Prints the problems of the paths' manifests; 0 without any, 1 with some, 2 for bad input."""
    try:
        documents = list(documents_of(arguments.paths))
        if not any(document.is_kargo for document in documents):
            raise ManifestError(Sentence(NO_KARGO))
        problems = check(documents, arguments.kargo, closed=arguments.closed, namespace=arguments.namespace)
    except ManifestError as error:
        if arguments.json:
            sys.stdout.write(as_json([], 0, error))
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    count = sum(document.is_kargo for document in documents)
    sys.stdout.write(as_json(problems, count) if arguments.json else as_text(problems, count))
    return PROBLEMS if problems else OK


def documents_of(paths: Iterable[str]) -> Iterator[Document]:
    """The documents of files, of the YAML files in directories and zips, and of standard input ("-").

    Raises ManifestError, also for what cannot be opened.
    """
    for path in dict.fromkeys(paths):
        try:
            yield from _documents(path)
        except OSError as error:
            message = error.strerror or str(error)
            raise ManifestError(Sentence("%(message)s", {"message": message}), file=path) from None


def _documents(path: str) -> Iterable[Document]:
    if path == "-":
        return read_file(SourceFile(path, sys.stdin.buffer.read()))
    if Path(path).is_dir():
        return _of_many(path, read_directory(path))
    file = SourceFile(path, Path(path).read_bytes())
    if not is_zip(file):
        return read_file(file)
    try:
        return _of_many(path, read_zip(file.content))
    except ManifestError as error:
        raise ManifestError(error.sentence, file=f"{path}/{error.file}" if error.file else path) from None


def _of_many(path: str, files: Iterable[SourceFile]) -> list[Document]:
    root = path.rstrip("/")
    return read_files(SourceFile(f"{root}/{file.path}", file.content) for file in files).documents
