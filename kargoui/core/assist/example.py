"""A piece of Freight as a Warehouse might produce it, so that expressions have values before there is any."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from kargoui.core.expr import FreightPiece
from kargoui.core.pipeline import Subscription
from kargoui.core.pipeline.reading import mapping
from kargoui.core.pipeline.subscriptions import subscriptions
from kargoui.core.simulate import freight_piece
from kargoui.core.simulate.project import Manifest

_VERSION = "1.2.3"


def example_freight(origin: str, warehouse: Manifest) -> FreightPiece:
    """One artifact for each subscription of a Warehouse."""
    found: dict[str, list[object]] = {}
    for each in subscriptions(mapping(warehouse, "spec").get("subscriptions")):
        for field, artifact in _artifact(each):
            found.setdefault(field, []).append(artifact)
    return freight_piece(origin, {"name": _digest(origin)[:40], **found}, alias=f"example-{origin}")


def _artifact(of: Subscription) -> Iterator[tuple[str, dict[str, object]]]:
    digest = _digest(of.repo + of.name)
    if of.kind == "image":
        tag = of.constraint if of.strategy == "Digest" and of.constraint else _VERSION
        yield "images", {"repoURL": of.repo, "tag": tag, "digest": f"sha256:{digest}"}
    elif of.kind == "chart":
        yield "charts", {"repoURL": of.repo, "name": of.name, "version": _VERSION}
    elif of.kind == "git":
        branch = of.branch or "main"
        tagged = {} if of.strategy == "NewestFromBranch" else {"tag": f"v{_VERSION}"}
        yield "commits", {"repoURL": of.repo, "id": digest[:40], "branch": branch, **tagged}
    elif of.kind:
        yield (
            "artifacts",
            {"artifactType": of.kind, "subscriptionName": of.name, "version": _VERSION, "metadata": {}},
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
