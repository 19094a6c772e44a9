"""Makes fixes in files: only the documents that change are written anew, everything else byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kargoui.commands.edit import replace_file
from kargoui.core.lint import Finding
from kargoui.core.lint.fixing import Fixed, fixed_in_rounds
from kargoui.core.manifest.bundle import read_limited
from kargoui.core.manifest.document import Document, split
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import decode
from kargoui.core.sentence import Sentence, gettext_noop

_CHANGED = gettext_noop(
    "The file has changed meanwhile, so nothing was written to it. Run the command again."
)


def fix_files(documents: Sequence[Document], ask: Callable[[Sequence[Document]], list[Finding]]) -> Fixed:
    """Make the fixes of what is found in documents of files, and write these. Raises ManifestError."""
    done = fixed_in_rounds(documents, ask)
    changed: dict[str, dict[int, tuple[str, str]]] = {}
    for before, after in zip(documents, done.documents, strict=True):
        if after.text != before.text:
            changed.setdefault(before.file, {})[before.position] = (before.text, after.text)
    for file, texts in changed.items():
        try:
            _write(file, texts)
        except OSError as error:
            sentence = Sentence("%(message)s", {"message": error.strerror or str(error)})
            raise ManifestError(sentence, file=file) from None
    return done


def _write(file: str, texts: Mapping[int, tuple[str, str]]) -> None:
    """Exchange documents of a file, given by their positions as they were and as they shall be."""
    with open(file, "rb") as stream:
        parts = split(decode(read_limited(stream)))
    for position, (before, after) in texts.items():
        if position >= len(parts) or parts[position] != before:
            raise ManifestError(Sentence(_CHANGED), file=file)
        parts[position] = after
    replace_file(Path(file), "".join(parts).encode("utf-8"))
