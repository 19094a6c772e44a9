"""The documents of manifests, each read and parsed once for all states of a project that have it."""

from __future__ import annotations

from collections.abc import Iterable

from kargoui.core.manifest.document import Document
from kargoui.core.remembered import Recent
from kargoui.pipelines.index import Entry, columns
from kargoui.pipelines.state import ProjectState

_documents: Recent[Document] = Recent(4096)


def documents_of(state: ProjectState, entries: Iterable[Entry]) -> dict[Entry, Document]:
    """The documents with texts, each on line 0; what they say is shared, and only to be read."""
    listed = list(entries)
    found = {entry: _documents.get(_key(entry)) for entry in listed}
    unknown = [entry for entry, document in found.items() if document is None]
    read = columns(state.project, state.draft, unknown, "text", "document")
    for entry, (text, data) in read.items():
        found[entry] = _documents.put(_key(entry), Document(text, data, entry.file, entry.position))
    return {entry: document for entry, document in found.items() if document is not None}


def _key(entry: Entry) -> tuple[str, str, int]:
    return entry.digest, entry.file, entry.position
