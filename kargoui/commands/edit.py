"""`kargoui edit`: changes one place of a YAML file and nothing around it."""

from __future__ import annotations

import contextlib
import difflib
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kargoui.commands.report import BAD_INPUT, OK, PROBLEMS, as_line
from kargoui.core.manifest.bundle import SourceFile, read_file, read_limited
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.edits import Insert, Move, Operation, Remove, Set
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.guarded import edit
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.path import Path as FieldPath
from kargoui.core.manifest.path import parse_path
from kargoui.core.sentence import Sentence, gettext_noop

_NO_SUCH = gettext_noop("There is no %(manifest)s in this file. It has: %(there)s.")
_SEVERAL = gettext_noop(
    "There are several %(manifest)s in this file. Name the namespace with --namespace, or rename one."
)
_NO_VALUE = gettext_noop("%(action)s needs a value as its last argument.")
_VALUE = gettext_noop("%(action)s takes no value.")
_NO_INDEX = gettext_noop("%(action)s needs the number that the item is to have, from 0, not %(value)s.")
_LISTED = 10
_ARGUMENT = "VALUE"  # where a fault in the argument of that name stands
_LONGEST_INDEX = 9  # digits: no list has more items, and Python reads no number of thousands


def run(arguments: Namespace) -> int:
    """Prints the difference that an edit makes, and writes it if asked to; 1 if it would add problems."""
    path = Path(arguments.file)
    try:
        operation = operation_of(arguments.action, arguments.path, arguments.value)
        with path.open("rb") as stream:
            before = read_limited(stream)
        documents = read_file(SourceFile(arguments.file, before))
        index, inside = find(documents, arguments.manifest, arguments.file, arguments.namespace)
        operation = replace(operation, path=(*inside, *operation.path))
        edited = edit(documents, index, operation, arguments.kargo, arguments.namespace)
        if edited.problems:
            sys.stderr.write("".join(f"{as_line(problem)}\n" for problem in edited.problems))
            sys.stderr.write("Nothing was changed, since the edit would add this.\n")
            return PROBLEMS
        after = "".join(document.text for document in edited.documents).encode("utf-8")
        if arguments.write and after != before:
            replace_file(path, after)
    except ManifestError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    except OSError as error:
        sys.stderr.write(f"{arguments.file}: {error.strerror or error}\n")
        return BAD_INPUT
    sys.stdout.write(difference(arguments.file, before.decode("utf-8"), after.decode("utf-8")))
    return OK


def operation_of(action: str, path: str, value: str | None) -> Operation:
    """The edit that the arguments name. Raises ManifestError (PathError among them)."""
    place = parse_path(path)
    if action == "remove":
        if value is not None:
            raise ManifestError(Sentence(_VALUE, {"action": action}))
        return Remove(place)
    if value is None:
        raise ManifestError(Sentence(_NO_VALUE, {"action": action}))
    if action == "move":
        if not value.isdecimal() or len(value) > _LONGEST_INDEX:
            raise ManifestError(Sentence(_NO_INDEX, {"action": action, "value": value}))
        return Move(place, int(value))
    return Set(place, read_value(value)) if action == "set" else Insert(place, read_value(value))


def read_value(text: str) -> object:
    """A value as YAML, but that begins with an expression as the text that it is. Raises ManifestError."""
    if text.startswith(("${{", "${%")):
        return text
    try:
        return load_data(text)
    except ManifestError as error:
        raise error.moved(file=_ARGUMENT, lines=0) from None


def find(
    documents: Sequence[Document], manifest: str, file: str, namespace: str = ""
) -> tuple[int, FieldPath]:
    """The index of the document named KIND/NAME and the path within it, which for items of a List is not ().

    `namespace` tells those of one name apart. Raises ManifestError where it is not exactly one.
    """
    named = [
        (index, path, member)
        for index, document in enumerate(documents)
        for path, member in document.members()
    ]
    found = [each for each in named if _name(each[2]) == manifest]
    if len(found) > 1 and namespace:
        found = [each for each in found if (each[2].namespace or namespace) == namespace] or found
    if len(found) == 1:
        return found[0][0], found[0][1]
    if found:
        raise ManifestError(Sentence(_SEVERAL, {"manifest": manifest}), file=file)
    names = [_name(member) for _, _, member in named if member.kind]
    more = ", …" if len(names) > _LISTED else ""
    there = (", ".join(names[:_LISTED]) or "nothing") + more
    raise ManifestError(Sentence(_NO_SUCH, {"manifest": manifest, "there": there}), file=file)


def _name(document: Document) -> str:
    return f"{document.kind}/{document.name}"


def difference(file: str, before: str, after: str) -> str:
    """The unified diff of a file, which `patch -p1` and `git apply` read; "" without a difference."""
    name = file.lstrip("/")
    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step, so that nobody sees half of it; keeps owner, mode, and a link to it."""
    target = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        before = target.stat()
        with contextlib.suppress(PermissionError):  # who may write a file need not be able to give it away
            os.chown(temporary, before.st_uid, before.st_gid)
        os.chmod(temporary, before.st_mode & 0o7777)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
