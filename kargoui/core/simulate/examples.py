"""Freight to simulate with: the newest that the manifests hold, else an example of what would be found.

An example has the versions that a constraint names. What no manifest tells, such as the message
of a commit or a tag that a regular expression selects, is Unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from kargoui.core.expr import FreightPiece, Unknown
from kargoui.core.pipeline import Subscription
from kargoui.core.pipeline.reading import kargo_kind, mapping, name_of, text
from kargoui.core.pipeline.subscriptions import subscriptions
from kargoui.core.simulate.project import freight_piece

_VERSION: Final = re.compile(r"([<>=!~^]*)\s*(v?)(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(-[0-9A-Za-z.-]+)?")
_NEWEST: Final = "1.0.0"


def freight(documents: Iterable[Mapping[str, object]]) -> dict[str, FreightPiece]:
    """A piece of Freight for each Warehouse by name: the newest of the documents, else an example."""
    found: dict[str, FreightPiece] = {}
    newest: dict[str, tuple[str, FreightPiece]] = {}
    for document in documents:
        kind = kargo_kind(document)
        if kind == "Warehouse":
            found[name_of(document)] = example(document)
        elif kind == "Freight":
            origin = text(mapping(document, "origin").get("name"))
            made = text(mapping(document, "metadata").get("creationTimestamp"))
            if origin not in newest or made >= newest[origin][0]:
                newest[origin] = made, freight_piece(origin, {**document, "name": name_of(document)})
    return found | {origin: piece for origin, (_, piece) in newest.items()}


def example(warehouse: Mapping[str, object]) -> FreightPiece:
    """What a Warehouse would put into a piece of Freight."""
    name = name_of(warehouse)
    given: dict[str, list[object]] = {"commits": [], "images": [], "charts": [], "artifacts": []}
    for subscription in subscriptions(mapping(warehouse, "spec").get("subscriptions")):
        listed, artifact = _artifact(subscription)
        given[listed].append(artifact)
    return freight_piece(name, {**given, "name": _digest(name, 40)}, f"example-{name}")


def shown_version(piece: FreightPiece) -> str:
    """What a piece of Freight is known by: the versions, tags or commits in it."""
    versions = [
        *(chart.get("version") for chart in piece.charts),
        *(image.get("tag") or image.get("digest") for image in piece.images),
        *(commit.get("tag") or str(commit.get("id", ""))[:7] for commit in piece.commits),
        *(artifact.get("version") for artifact in piece.artifacts),
    ]
    return ", ".join(dict.fromkeys(version for version in versions if isinstance(version, str) and version))


def _artifact(subscription: Subscription) -> tuple[str, dict[str, object]]:
    repo = subscription.repo
    if subscription.kind == "git":
        return "commits", _commit(subscription)
    if subscription.kind == "image":
        return "images", {
            "repoURL": repo,
            "tag": _tag(subscription),
            "digest": f"sha256:{_digest(repo, 64)}",
            "annotations": Unknown(f"the annotations of {repo}"),
        }
    if subscription.kind == "chart":
        return "charts", {
            "repoURL": repo,
            "name": subscription.name,
            "version": _version(subscription.constraint),
        }
    return "artifacts", {
        "artifactType": subscription.kind,
        "subscriptionName": subscription.name,
        "version": Unknown(f"the version of {subscription.name}"),
        "metadata": Unknown(f"the metadata of {subscription.name}"),
    }


def _commit(subscription: Subscription) -> dict[str, object]:
    repo = subscription.repo
    commit: dict[str, object] = {
        "repoURL": repo,
        "id": _digest(repo, 40),
        "message": Unknown(f"the message of the commit of {repo}"),
        "author": Unknown(f"the author of the commit of {repo}"),
        "committer": Unknown(f"the committer of the commit of {repo}"),
    }
    if subscription.strategy in ("", "NewestFromBranch"):
        return commit | {"branch": subscription.branch or "main"}
    return commit | {"tag": _tag(subscription)}


def _tag(subscription: Subscription) -> object:
    """The tag that a subscription would find, as far as its constraint tells."""
    if subscription.strategy == "Digest":
        return subscription.constraint or "latest"
    if subscription.strategy == "SemVer" and not subscription.allow:
        return _version(subscription.constraint)
    return Unknown(f"the tag of {subscription.repo}")


def _version(constraint: str) -> str:
    """A version that the first part of a constraint lets in: 0.9.0 for ^0.9."""
    found = _VERSION.search(constraint)
    if found is None:
        return _NEWEST
    operator, prefix, *parts, rest = found.groups()
    numbers = [int(part) if part is not None and part.isdigit() else 0 for part in parts]
    if operator in (">", "!="):
        numbers[2] += 1
    elif operator == "<":
        lowered = next((place for place in (2, 1, 0) if numbers[place]), 2)
        numbers[lowered] = max(0, numbers[lowered] - 1)
    return f"{prefix}{'.'.join(map(str, numbers))}{rest or ''}"


def _digest(seed: str, length: int) -> str:
    from hashlib import sha256  # which loads OpenSSL, for the few that need examples

    return sha256(seed.encode()).hexdigest()[:length]
