"""Under which kind a document is stored: Kargo's own names belong to Kargo's kinds alone."""

from __future__ import annotations

from kargoui.core.catalog import VERSIONS, catalog
from kargoui.core.manifest.document import Document

KARGO_KINDS = frozenset(kind for version in VERSIONS for kind in catalog(version).kinds)


def stored_kind(document: Document) -> str:
    """The document's kind; `Kind.group` for others' kinds that are called like one of Kargo's."""
    kind = document.kind
    if document.is_kargo or kind not in KARGO_KINDS:
        return kind
    return f"{kind}.{document.api_version.rpartition('/')[0]}"
