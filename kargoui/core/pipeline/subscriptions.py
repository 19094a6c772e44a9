"""What a Warehouse subscribes to, in a form that a page can render."""

from __future__ import annotations

from collections.abc import Mapping

from kargoui.core.pipeline.nodes import Subscription
from kargoui.core.pipeline.reading import items, text, texts

DEFAULT_LIMIT = 20


def subscriptions(value: object) -> tuple[Subscription, ...]:
    """One Subscription an entry, so that an index here is an index in the manifest."""
    return tuple(_subscription(entry) for entry in items(value))


def _subscription(entry: object) -> Subscription:
    if not isinstance(entry, Mapping):
        return Subscription(kind="")
    for kind, read in (("git", _git), ("image", _image), ("chart", _chart)):
        if isinstance(entry.get(kind), Mapping):
            return read(entry[kind])
    # Since 1.9 any other key may name a custom subscription, registered by an administrator.
    for kind, body in entry.items():
        if isinstance(kind, str) and isinstance(body, Mapping):
            return Subscription(kind=kind, name=text(body.get("name")), limit=_limit(body))
    return Subscription(kind="")


def _git(body: Mapping[object, object]) -> Subscription:
    return Subscription(
        kind="git",
        repo=text(body.get("repoURL")),
        strategy=text(body.get("commitSelectionStrategy"), "NewestFromBranch"),
        constraint=text(body.get("semverConstraint")),
        branch=text(body.get("branch")),
        allow=_allowed(body),
        ignore=_ignored(body),
        include_paths=texts(body.get("includePaths")),
        exclude_paths=texts(body.get("excludePaths")),
        expression=text(body.get("expressionFilter")),
        limit=_limit(body),
    )


def _image(body: Mapping[object, object]) -> Subscription:
    return Subscription(
        kind="image",
        repo=text(body.get("repoURL")),
        strategy=text(body.get("imageSelectionStrategy"), "SemVer"),
        # `semverConstraint` is the older name of `constraint`, which also names the tag of Digest.
        constraint=text(body.get("constraint"), text(body.get("semverConstraint"))),
        platform=text(body.get("platform")),
        allow=_allowed(body),
        ignore=_ignored(body),
        limit=_limit(body),
    )


def _chart(body: Mapping[object, object]) -> Subscription:
    return Subscription(
        kind="chart",
        repo=text(body.get("repoURL")),
        name=text(body.get("name")),
        strategy="SemVer",
        constraint=text(body.get("semverConstraint")),
        limit=_limit(body),
    )


def _allowed(body: Mapping[object, object]) -> tuple[str, ...]:
    return texts([body.get("allowTags")]) + texts(body.get("allowTagsRegexes"))


def _ignored(body: Mapping[object, object]) -> tuple[str, ...]:
    return texts(body.get("ignoreTags")) + texts(body.get("ignoreTagsRegexes"))


def _limit(body: Mapping[object, object]) -> int:
    limit = body.get("discoveryLimit")
    return limit if isinstance(limit, int) and not isinstance(limit, bool) else DEFAULT_LIMIT
