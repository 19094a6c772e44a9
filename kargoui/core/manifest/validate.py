"""Checks manifests as a cluster would: schema, unknown fields, steps, webhook rules, names and references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from kargoui.core.catalog import Kind, catalog
from kargoui.core.manifest.admission import check_admission
from kargoui.core.manifest.document import KARGO_GROUP, Document
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.places import positioned
from kargoui.core.manifest.problems import Problem, introduced, shown
from kargoui.core.manifest.references import Reference, dangling, duplicates, references
from kargoui.core.manifest.schema import Check, compiled, reading_kinds, wrong_type
from kargoui.core.sentence import Sentence, gettext_noop

__all__ = [
    "Problem",
    "Reference",
    "check",
    "dangling",
    "duplicates",
    "introduced",
    "positioned",
    "problems_of",
    "references",
    "validate",
]

_NO_KIND: Final = gettext_noop("Kargo %(version)s knows no kind %(kind)s.")
_NO_VERSION: Final = gettext_noop(
    'Kargo\'s manifests have the apiVersion "kargo.akuity.io/v1alpha1", not %(value)s.'
)
_NO_NAME: Final = gettext_noop(
    "%(value)s is no name for a resource: use up to 253 lower-case letters, digits, hyphens and dots, "
    "and begin and end with a letter or digit."
)
_NO_LABEL: Final = gettext_noop(
    "%(value)s is no name for a namespace: use up to 63 lower-case letters, digits and hyphens, "
    "and begin and end with a letter or digit."
)
_NO_NAMESPACE: Final = gettext_noop("namespace is missing: it must be the name of the Project.")
_CLUSTER_SCOPED: Final = gettext_noop("A %(kind)s belongs to no namespace. Remove the namespace.")
_NO_TEXT: Final = gettext_noop(
    "Labels and annotations must be text, but this is %(value)s. Put it in quotes."
)
_API_VERSION: Final = f"{KARGO_GROUP}v1alpha1"
_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(rf"{_LABEL.pattern}(\.{_LABEL.pattern})*")
_LONGEST_NAME: Final = 253
_LONGEST_LABEL: Final = 63


def validate(data: object, version: str, namespace: str = "") -> list[Problem]:
    """All that Kargo `version` would refuse, or drop without a word, in one manifest; without positions.

    `namespace` is that of a manifest which names none itself. Manifests of others than Kargo have no
    problems. Raises kargoui.core.catalog.UnknownVersion.
    """
    known = catalog(version)
    if not isinstance(data, dict) or not str(data.get("apiVersion") or "").startswith(KARGO_GROUP):
        return []
    out: list[Problem] = []
    if data["apiVersion"] != _API_VERSION:
        sentence = Sentence(_NO_VERSION, {"value": shown(data["apiVersion"])})
        out.append(Problem("unknown-kind", ("apiVersion",), sentence))
    name = data.get("kind")
    if name not in _kinds(known.version):
        sentence = Sentence(_NO_KIND, {"version": known.version, "kind": shown(name)})
        out.append(Problem("unknown-kind", ("kind",), sentence))
        return out
    kind = known.kinds[name]
    data = _with_namespace(data, kind, namespace)
    _check_metadata(data.get("metadata"), kind, out)
    check_schema = _schema_check(known.version, kind.name)
    if check_schema is not None:
        check_schema(data, (), out)
    check_admission(known.version, data, out)
    return out


@cache
def _kinds(version: str) -> tuple[str, ...]:
    return tuple(catalog(version).kinds)


@cache
def _schema_check(version: str, kind: str) -> Check | None:
    return compiled(catalog(version).kinds[kind].schema, reading_kinds(version))


def _with_namespace(data: dict[str, Any], kind: Kind, namespace: str) -> dict[str, Any]:
    metadata = data.get("metadata") or {}
    if not namespace or not kind.namespaced or not isinstance(metadata, dict) or metadata.get("namespace"):
        return data
    return {**data, "metadata": {**metadata, "namespace": namespace}}


def _check_metadata(metadata: object, kind: Kind, out: list[Problem]) -> None:
    """Names and namespaces as the API server and Kargo require them.

    A Project's name becomes that of a namespace, which allows less than other names:
    https://github.com/akuity/kargo/blob/v1.11.2/pkg/webhook/kubernetes/project/webhook.go (ensureNamespace).
    Labels and annotations are maps of strings to the webhooks' decoder:
    https://github.com/kubernetes/apimachinery/blob/v0.34.0/pkg/apis/meta/v1/types.go (ObjectMeta)
    """
    if metadata is None:
        metadata = {}
    if not isinstance(metadata, dict):
        out.append(wrong_type("object", metadata, ("metadata",)))
        return
    name = metadata.get("name")
    if not isinstance(name, str) or len(name) > _LONGEST_NAME or not _SUBDOMAIN.fullmatch(name):
        _refuse("wrong-name", _NO_NAME, ("metadata", "name"), name, out)
    elif kind.name == "Project" and not _is_label(name):
        _refuse("wrong-name", _NO_LABEL, ("metadata", "name"), name, out)
    namespace = metadata.get("namespace")
    place: Path = ("metadata", "namespace")
    if kind.namespaced and not namespace:
        out.append(Problem("missing-field", place, Sentence(_NO_NAMESPACE)))
    elif not kind.namespaced and namespace:
        out.append(Problem("cluster-scoped", place, Sentence(_CLUSTER_SCOPED, {"kind": kind.name})))
    elif namespace and not _is_label(namespace):
        _refuse("wrong-name", _NO_LABEL, place, namespace, out)
    for field in ("labels", "annotations"):
        _check_texts(metadata.get(field), ("metadata", field), out)


def _is_label(name: object) -> bool:
    return isinstance(name, str) and len(name) <= _LONGEST_LABEL and _LABEL.fullmatch(name) is not None


def _check_texts(texts: object, path: Path, out: list[Problem]) -> None:
    if texts is None:
        return
    if not isinstance(texts, dict):
        out.append(wrong_type("object", texts, path))
        return
    for key, value in texts.items():
        if value is not None and not isinstance(value, str):
            _refuse("wrong-type", _NO_TEXT, (*path, str(key)), value, out)


def _refuse(rule: str, template: str, path: Path, value: object, out: list[Problem]) -> None:
    out.append(Problem(rule, path, Sentence(template, {"value": shown(value)})))


def problems_of(document: Document, version: str, namespace: str = "") -> list[Problem]:
    """What `validate` finds in a document, or in each item of a List, with places."""
    found: list[Problem] = []
    for path, member in document.members():
        problems = validate(member.data, version, namespace)
        if path:
            kind, name = member.kind or "?", member.name or "?"
            problems = [replace(each, path=(*path, *each.path), kind=kind, name=name) for each in problems]
        found += problems
    return positioned(document, found)


def check(
    documents: Sequence[Document], version: str, *, closed: bool = False, namespace: str = ""
) -> list[Problem]:
    """All problems of documents that belong together, with their places, in the order of file and line.

    `closed`: what a Stage references must be among the documents. `namespace` is that of manifests which
    name none.
    """
    found: list[Problem] = []
    for document in documents:
        found += problems_of(document, version, namespace)
    found += duplicates(documents, namespace)
    if closed:
        found += dangling(documents, namespace)
    return sorted(found, key=lambda problem: (problem.file, problem.line, problem.column))
