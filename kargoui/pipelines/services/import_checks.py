"""Which documents of an import can be taken in."""

from __future__ import annotations

from dataclasses import dataclass, field

from kargoui.core.catalog import catalog
from kargoui.core.manifest.bundle import Bundle, secrets
from kargoui.core.manifest.document import Document
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines.kinds import KARGO_KINDS, stored_kind
from kargoui.pipelines.models import MODEL_OF_KIND, Project
from kargoui.pipelines.models.encoding import NUL
from kargoui.pipelines.services.import_report import ImportRefused, ImportRow
from kargoui.pipelines.stored import Named

_SECRET = gettext_noop(
    "%(place)s: %(manifest)s holds credentials, which are never stored here. "
    "Import without it, or let Secrets be left out."
)
_LEFT_OUT = gettext_noop("Left out: it holds credentials, which are never stored here.")
_NAMESPACE = gettext_noop(
    "%(place)s: %(manifest)s belongs to the project %(namespace)s, as its namespace says, but this is "
    "%(project)s. Import it into a project of that name."
)
_NO_NAME = gettext_noop("%(place)s: this %(kind)s has no name. Give it one as metadata.name.")
_TOO_LONG = gettext_noop("%(place)s: kind, name or file path are longer than can be stored.")
_NUL = gettext_noop("%(place)s: kind or name hold the character NUL, which cannot be stored.")
_TWICE = gettext_noop(
    "%(place)s: there is a %(manifest)s already, at %(first)s. Rename or remove one of them."
)
_LIST = gettext_noop(
    "What this List holds is kept, but not shown. To see it here, give each manifest its own document."
)
_LONGEST_NAME, _LONGEST_PATH = 253, 500


@dataclass(slots=True)
class Candidates:
    """The documents that will be stored, in order, and rows about the rest."""

    documents: list[Document] = field(default_factory=list)
    skipped: list[ImportRow] = field(default_factory=list)


def candidates(bundle: Bundle, project: Project, *, leave_out_secrets: bool) -> Candidates:
    """What of the bundle will be stored. Raises ImportRefused with a row for each document that cannot be."""
    found = Candidates(skipped=[ImportRow(path, 0, "", "", "skipped", why) for path, why in bundle.skipped])
    refused: list[ImportRow] = []
    with_secrets = set(map(id, secrets(bundle.documents)))
    first: dict[Named, Document] = {}
    for document in bundle.documents:
        if id(document) in with_secrets:
            if leave_out_secrets:
                found.skipped.append(row(document, "skipped", Sentence(_LEFT_OUT)))
                continue
            template: str | None = _SECRET
        else:
            template = _fault(document, project)
        params: dict[str, object] = {"namespace": document.namespace, "project": project.name}
        if template is None and is_named(document):
            before = first.setdefault((document.kind, document.name), document)
            if before is not document:
                template = _TWICE
                params["first"] = place(before)
        if template is None:
            found.documents.append(document)
        else:
            manifest = f"{document.kind} {document.name}".strip()
            params |= {"place": place(document), "kind": document.kind, "manifest": manifest}
            refused.append(row(document, "refused", Sentence(template, params)))
    if refused:
        raise ImportRefused(refused)
    return found


def _fault(document: Document, project: Project) -> str | None:
    kind = stored_kind(document)
    if max(len(kind), len(document.name)) > _LONGEST_NAME or len(document.file) > _LONGEST_PATH:
        return _TOO_LONG
    if NUL in kind or NUL in document.name:
        return _NUL
    if not document.is_kargo:
        return None
    if not document.name and kind in MODEL_OF_KIND:
        return _NO_NAME
    known = catalog(project.kargo_version).kinds.get(kind)
    namespaced = kind in MODEL_OF_KIND or (known is not None and known.namespaced)
    return _NAMESPACE if namespaced and document.namespace not in ("", project.name) else None


def is_named(document: Document) -> bool:
    """Whether the document is one of Kargo's kinds, whose names are unique in a project."""
    return document.is_kargo and document.name != "" and document.kind in KARGO_KINDS


def remark(document: Document) -> Sentence | None:
    """What is worth saying about a document that is kept."""
    data = document.data
    items = data.get("items") if isinstance(data, dict) and document.kind.endswith("List") else None
    holds_kargo = isinstance(items, list) and any(Document("", item).is_kargo for item in items)
    return Sentence(_LIST) if holds_kargo else None


def row(document: Document, outcome: str, sentence: Sentence | None = None) -> ImportRow:
    """The report's row about a document."""
    line = document.line + 1
    return ImportRow(
        document.file,
        document.position,
        document.kind,
        document.name,
        outcome,  # type: ignore[arg-type]
        sentence,
        line,
    )


def place(document: Document) -> str:
    """Where a document begins, as an editor takes it."""
    return f"{document.file}:{document.line + 1}" if document.file else str(document.line + 1)
