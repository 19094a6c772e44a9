"""commitFrom, imageFrom, chartFrom and artifactFrom: Kargo's pkg/controller/freight/finder.go, by version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kargoui.core.catalog import VERSIONS
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gotypes import MAP, STRING, STRING_MAP, GoType
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.scope import FreightPiece, Scope
from kargoui.core.expr.urls import normalize_git
from kargoui.core.expr.values import NilPointer, NilStringMap, StringMap, Struct, Unknown

_API = "github.com/akuity/kargo/api/v1alpha1"
_FUNCTIONS = "github.com/akuity/kargo/pkg/expressions/function"


def _texts(*names: str) -> dict[str, GoType]:
    return dict.fromkeys(names, STRING)


ORIGIN_KIND = GoType("v1alpha1.FreightOriginKind", "string", package=_API)
ORIGIN = GoType(
    "v1alpha1.FreightOrigin", "struct", package=_API, fields={"Kind": ORIGIN_KIND, "Name": STRING}
)
COMMIT = GoType(
    "v1alpha1.GitCommit",
    "struct",
    package=_API,
    fields=_texts("RepoURL", "ID", "Branch", "Tag", "Message", "Author", "Committer"),
)
IMAGE = GoType(
    "v1alpha1.Image",
    "struct",
    package=_API,
    fields={**_texts("RepoURL", "Tag", "Digest"), "Annotations": STRING_MAP},
)
IMAGE_TO_1_6 = GoType(
    "v1alpha1.Image",
    "struct",
    package=_API,
    fields={**_texts("RepoURL", "GitRepoURL", "Tag", "Digest"), "Annotations": STRING_MAP},
)
CHART = GoType("v1alpha1.Chart", "struct", package=_API, fields=_texts("RepoURL", "Name", "Version"))
ARTIFACT = GoType(
    "function.expressionFriendlyArtifactReference",
    "struct",
    package=_FUNCTIONS,
    fields={**_texts("ArtifactType", "SubscriptionName", "Version"), "Metadata": MAP},
)


class Sought(NamedTuple):
    """What is looked for: `kind` is git, image, chart or artifact."""

    kind: str
    repo: str
    chart: str = ""
    origin: str = ""


def find(scope: Scope, sought: Sought) -> object:
    """The artifact; a nil pointer where its slot is empty. Raises Fault with Kargo's text."""
    known = scope.found.get(sought)
    if known is None:
        known = scope.found[sought] = _find(scope, sought)
    return known


def since(version: str, first: str) -> bool:
    return VERSIONS.index(version) >= VERSIONS.index(first)


def _find(scope: Scope, sought: Sought) -> object:
    repo = normalize_git(sought.repo) if sought.kind == "git" else sought.repo
    origin = sought.origin or _only_origin(scope, sought, repo)
    piece = scope.freight.get(origin) if origin else None
    found = _in_piece(piece, sought, repo) if piece is not None else None
    if found is not None:
        return _struct(scope.version, sought.kind, found)
    if (sought.kind == "chart" and not origin) or not since(scope.version, "1.5"):
        raise Fault(_not_found(sought, repo))
    kind = _TYPES[sought.kind]
    return None if sought.kind == "artifact" else NilPointer(kind)


_TYPES = {"git": COMMIT, "image": IMAGE, "chart": CHART, "artifact": ARTIFACT}


def _only_origin(scope: Scope, sought: Sought, repo: str) -> str:
    origin = ""
    for request in scope.requests:
        for subscription in scope.subscriptions(request):
            if _subscribes(subscription, sought, repo):
                if origin:
                    raise Fault(_ambiguous(sought, repo))
                origin = request
    return origin


def providers(scope: Scope, sought: Sought) -> list[str]:
    """The requested origins that could bring what is sought; of a call that names its origin, that one."""
    if sought.origin:
        return [sought.origin]
    repo = normalize_git(sought.repo) if sought.kind == "git" else sought.repo
    there = [request for request in dict.fromkeys(scope.requests) if request in scope.warehouses]
    return [
        origin
        for origin in there
        if any(_subscribes(each, sought, repo) for each in scope.subscriptions(origin))
    ]


def _subscribes(subscription: Mapping[str, object], sought: Sought, repo: str) -> bool:
    if sought.kind == "artifact":
        return _name_of(subscription) == sought.repo
    given = subscription.get(sought.kind)
    if not isinstance(given, Mapping):
        return False
    url = str(given.get("repoURL") or "")
    if sought.kind == "git":
        return normalize_git(url) == repo
    return url == repo and (sought.kind == "image" or (given.get("name") or "") == sought.chart)


def _name_of(subscription: Mapping[str, object]) -> object:
    """The name of a subscription of a custom kind: the others have none that artifactFrom knows."""
    for kind, given in subscription.items():
        if kind not in {"git", "image", "chart"} and isinstance(given, Mapping):
            return given.get("name")
    return None


def _in_piece(piece: FreightPiece, sought: Sought, repo: str) -> Mapping[str, object] | None:
    if sought.kind == "git":
        return next((c for c in piece.commits if normalize_git(str(c.get("repoURL", ""))) == repo), None)
    if sought.kind == "image":
        return next((image for image in piece.images if image.get("repoURL") == repo), None)
    if sought.kind == "artifact":
        return next((a for a in piece.artifacts if a.get("subscriptionName") == sought.repo), None)
    for chart in piece.charts:
        if chart.get("repoURL") == repo and (chart.get("name") or "") == sought.chart:
            return chart
    return None


def _struct(version: str, kind: str, found: Mapping[str, object]) -> Struct:
    struct = IMAGE_TO_1_6 if kind == "image" and not since(version, "1.7") else _TYPES[kind]
    fields: dict[str, object] = {}
    for name, field_type in struct.fields.items():
        value = found.get(_json_name(name))
        if isinstance(value, Unknown):
            fields[name] = value
        elif field_type is STRING:
            fields[name] = value if isinstance(value, str) else ""
        elif field_type is STRING_MAP:
            fields[name] = StringMap(value) if isinstance(value, dict) else NilStringMap()
        else:
            fields[name] = dict(value) if isinstance(value, dict) else {}
    return Struct(struct, fields, pointer=kind != "artifact")


def _json_name(name: str) -> str:
    return "id" if name == "ID" else name[0].lower() + name[1:]


def _not_found(sought: Sought, repo: str) -> str:
    if sought.kind == "chart" and sought.chart:
        return f"chart {quote(sought.chart)} from repo {repo} not found in referenced Freight"
    what = {"git": "commit", "image": "image", "chart": "chart"}.get(sought.kind, sought.kind)
    return f"{what} from repo {repo} not found in referenced Freight"


def _ambiguous(sought: Sought, repo: str) -> str:
    multiple = "multiple requested Freight could potentially provide a"
    update = "please update promotion steps to disambiguate"
    choose = "please provide a Freight origin to disambiguate"
    if sought.kind == "git":
        return f"{multiple} commit from repo {repo}; {update}"
    if sought.kind == "image":
        return f"{multiple} container image from repository {repo}: {choose}"
    if sought.kind == "chart":
        return f"{multiple} chart from repository {repo}: {choose}"
    return f"{multiple} {quote(sought.repo)} artifact; {update}"
