"""Tells the Projects apart whose manifests lie together in files: each is audited on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kargoui.core.catalog import Catalog, catalog
from kargoui.core.manifest.document import Document

_CLUSTER: Final = None  # what belongs to the cluster is part of every Project


def by_project(documents: Sequence[Document], version: str, namespace: str = "") -> dict[str, list[Document]]:
    """The documents of each Project by its name, in the order of the files.

    `namespace` is that of manifests which name none. What is not Kargo's is with the first Project. A List
    with manifests of several Projects is a document of each, without the items of the others.
    """
    known = catalog(version)
    owners = [[_owner(each, known, namespace) for _, each in document.members()] for document in documents]
    names = list(dict.fromkeys(name for listed in owners for name in listed if name is not _CLUSTER))
    if len(names) <= 1:
        return {names[0] if names else namespace: list(documents)}
    found: dict[str, list[Document]] = {name: [] for name in names}
    for document, listed in zip(documents, owners, strict=True):
        if not any(member.is_kargo for _, member in document.members()):
            found[names[0]].append(document)
            continue
        for name in names if _CLUSTER in listed else dict.fromkeys(listed):
            found[str(name)].append(_part(document, listed, str(name)))
    return found


def _owner(member: Document, known: Catalog, namespace: str) -> str | None:
    """The name of the Project that a manifest is part of; None for the cluster's, and for other people's."""
    if not member.is_kargo:
        return _CLUSTER
    kind = known.kinds.get(member.kind)
    if kind is not None and not kind.namespaced:
        return member.name if member.kind == "Project" else _CLUSTER
    return member.namespace or namespace


def _part(document: Document, owners: Sequence[str | None], name: str) -> Document:
    """A document without the items of a List that are other Projects'; the text stays as it is."""
    if len(owners) == 1 or not isinstance(document.data, dict):
        return document
    items = [
        item if owner in (name, _CLUSTER) else None
        for item, owner in zip(document.data["items"], owners, strict=True)
    ]
    return replace(document, data={**document.data, "items": items})
