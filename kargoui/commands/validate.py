"""`kargoui validate`: says what Kargo would refuse in files, directories and zips."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator

from kargoui.commands.report import BAD_INPUT, OK, PROBLEMS, as_json, as_text
from kargoui.core.manifest.archive import SourceFile, is_zip, read_zip
from kargoui.core.manifest.bundle import NO_KARGO, is_yaml, read_file, read_limited, walk
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.validate import check
from kargoui.core.sentence import Sentence


def run(arguments: Namespace) -> int:
    """Prints the problems of the paths' manifests; 0 without any, 1 with some, 2 for bad input.

    What cannot be read is said on standard error and keeps nobody from hearing of the rest; but references
    then have no verdict, since what they lead to may be what was not read.
    """
    errors: list[ManifestError] = []
    documents = list(documents_of(arguments.paths, errors))
    count = sum(member.is_kargo for document in documents for _, member in document.members())
    if not count and not errors:
        errors.append(ManifestError(Sentence(NO_KARGO)))
    closed = arguments.closed and not errors
    problems = check(documents, arguments.kargo, closed=closed, namespace=arguments.namespace)
    if arguments.json:
        sys.stdout.write(as_json(problems, count, errors))
    elif count:
        sys.stdout.write(as_text(problems, count, errors))
    sys.stdout.flush()
    sys.stderr.write("".join(f"{error}\n" for error in errors))
    if errors:
        return BAD_INPUT
    return PROBLEMS if problems else OK


def documents_of(paths: Iterable[str], errors: list[ManifestError]) -> Iterator[Document]:
    """The documents of files, of the YAML files in directories and zips, and of standard input ("-").

    Each file counts once. What cannot be opened or read goes to `errors`.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _files(path):
            real = file if file == "-" else os.path.realpath(file)
            if real in seen:
                continue
            seen.add(real)
            try:
                yield from _documents(file, errors)
            except ManifestError as error:
                errors.append(error)
            except OSError as error:
                message = error.strerror or str(error)
                errors.append(ManifestError(Sentence("%(message)s", {"message": message}), file=file))


def _files(path: str) -> list[str]:
    if path == "-" or not os.path.isdir(path):
        return [path]
    root = path.rstrip("/") or "/"
    places = sorted(place.relative_to(root).as_posix() for place in walk(root))
    return [os.path.join(root, place) for place in places if is_yaml(place)]


def _documents(path: str, errors: list[ManifestError]) -> Iterable[Document]:
    if path == "-":
        return read_file(SourceFile(path, read_limited(sys.stdin.buffer)), errors)
    with open(path, "rb") as stream:
        file = SourceFile(path, read_limited(stream))
    return _of_zip(file, errors) if is_zip(file) else read_file(file, errors)


def _of_zip(file: SourceFile, errors: list[ManifestError]) -> Iterator[Document]:
    try:
        inside = read_zip(file.content)
    except ManifestError as error:
        place = f"{file.path}/{error.file}" if error.file else file.path
        raise ManifestError(error.sentence, file=place) from None
    for one in inside:
        if is_yaml(one.path):
            try:
                yield from read_file(SourceFile(f"{file.path}/{one.path}", one.content), errors)
            except ManifestError as error:
                errors.append(error)
