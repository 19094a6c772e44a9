"""Checks the subscriptions of a Warehouse as Kargo's webhook does: by their schemas, and for doubles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from kargoui.core.catalog import VERSIONS, catalog
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.problems import Problem, shown
from kargoui.core.manifest.schema import Check, compiled, reading_subscriptions, wrong_type
from kargoui.core.manifest.urls import normal_chart, normal_git
from kargoui.core.semver import is_constraint
from kargoui.core.sentence import Sentence, gettext_noop

_KINDS: Final = ("git", "image", "chart")
_NONE: Final = gettext_noop("A subscription must have one of the fields git, image and chart. Add one.")
_SEVERAL: Final = gettext_noop(
    "A subscription must have only one of the fields git, image and chart, but this has %(fields)s. "
    "Make each a subscription of its own."
)
_TWICE: Final = gettext_noop(
    "Subscription %(first)s of the list is to the same repository. Remove one of them."
)
_NAMED: Final = gettext_noop(
    "name must be empty where repoURL starts with oci://, since that names the chart already."
)
_NAMELESS: Final = gettext_noop("name is missing: a repository at http:// or https:// holds several charts.")
_CONSTRAINT: Final = gettext_noop("%(field)s is %(value)s, which is no constraint on semantic versions.")
_DIGEST: Final = gettext_noop(
    "constraint is missing: with the strategy Digest it names the tag whose digest is wanted."
)
_PLATFORM: Final = gettext_noop("platform is %(value)s, but must be <os>/<arch>, such as linux/amd64.")


def check_subscriptions(version: str, subscriptions: object, path: Path, out: list[Problem]) -> None:
    """Checks `spec.subscriptions` of a Warehouse, as far as the schema of its kind does not.

    Follows validateSubs; a second subscription to a repository is refused in every version here, though
    Kargo's own check of it does nothing from 1.9 on:
    https://github.com/akuity/kargo/blob/v1.8.14/pkg/webhook/kubernetes/warehouse/webhook.go
    https://github.com/akuity/kargo/tree/v1.11.2/pkg/subscription
    A subscription of another kind (from 1.9) is somebody's own, and anything may stand in it.
    """
    if not isinstance(subscriptions, list):
        return
    typed = VERSIONS.index(version) >= VERSIONS.index("1.9")
    seen: dict[tuple[str, ...], int] = {}
    for index, subscription in enumerate(subscriptions):
        where = (*path, index)
        if not isinstance(subscription, dict):
            if typed:  # before, the schema of the kind says so
                out.append(wrong_type("object", subscription, where))
            continue
        given = [str(key) for key, value in subscription.items() if value is not None]
        kinds = given if typed else [key for key in given if key in _KINDS]
        if len(kinds) != 1:
            sentence = Sentence(_SEVERAL, {"fields": ", ".join(kinds)}) if kinds else Sentence(_NONE)
            out.append(Problem("conflicting-fields" if kinds else "missing-field", where, sentence))
        for kind in kinds:
            if kind in _KINDS:
                _check_one(version, kind, subscription[kind], (*where, kind), out)
                _check_unique(kind, subscription[kind], index, (*where, kind), seen, out)


def _check_one(version: str, kind: str, body: object, path: Path, out: list[Problem]) -> None:
    check = _schema_check(version, kind)
    if check is not None:
        check(body, path, out)
    if not isinstance(body, dict):
        return
    if kind == "chart":
        _check_chart_name(body, path, out)
    for field in _constraints(version, kind, body):
        value = body.get(field)
        if isinstance(value, str) and value and not is_constraint(value):
            params = {"field": field, "value": shown(value)}
            out.append(Problem("wrong-constraint", (*path, field), Sentence(_CONSTRAINT, params)))
    if kind == "image":
        _check_image(body, path, out, has_schema=check is not None)


def _check_image(body: dict[str, object], path: Path, out: list[Problem], *, has_schema: bool) -> None:
    platform = body.get("platform")
    if not has_schema and isinstance(platform, str) and platform and "/" not in platform:
        sentence = Sentence(_PLATFORM, {"value": shown(platform)})
        out.append(Problem("wrong-form", (*path, "platform"), sentence))
    if has_schema and body.get("imageSelectionStrategy") == "Digest" and not body.get("constraint"):
        out.append(Problem("missing-field", (*path, "constraint"), Sentence(_DIGEST)))


@cache
def _schema_check(version: str, kind: str) -> Check | None:
    """From 1.9 each kind of subscription has a schema of its own; before, it is in the Warehouse's."""
    if VERSIONS.index(version) < VERSIONS.index("1.9"):
        return None
    return compiled(catalog(version).subscriptions[kind], reading_subscriptions(version))


def _check_chart_name(body: dict[str, object], path: Path, out: list[Problem]) -> None:
    url, name = body.get("repoURL"), body.get("name")
    if not isinstance(url, str):
        return
    if url.startswith("oci://") and name:
        out.append(Problem("chart-name", (*path, "name"), Sentence(_NAMED)))
    elif url.startswith(("http://", "https://")) and not name:
        out.append(Problem("chart-name", (*path, "name"), Sentence(_NAMELESS)))


def _constraints(version: str, kind: str, body: dict[str, object]) -> Iterator[str]:
    """The fields that must hold a semver constraint."""
    if kind != "image":
        yield "semverConstraint"
        return
    number = VERSIONS.index(version)
    if number < VERSIONS.index("1.7"):
        yield "semverConstraint"
    elif body.get("imageSelectionStrategy") in (None, "", "SemVer"):
        yield "constraint"
        if number < VERSIONS.index("1.9"):
            yield "semverConstraint"


def _check_unique(
    kind: str,
    body: object,
    index: int,
    path: Path,
    seen: dict[tuple[str, ...], int],
    out: list[Problem],
) -> None:
    url = body.get("repoURL") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(url, str):
        return
    name = str(body.get("name") or "") if kind == "chart" and url.startswith("http") else ""
    first = min(seen.setdefault((kind, form, name), index) for form in _forms(kind, url))
    if first != index:
        out.append(Problem("duplicate-subscription", path, Sentence(_TWICE, {"first": first + 1})))


def _forms(kind: str, url: str) -> tuple[str, str]:
    """What two URLs of one repository have in common: as people write them, and as Kargo compares them."""
    plain = re.sub(r"(\.git)?/*\Z", "", url.strip().lower())
    return plain, f"kargo:{normal_git(url) if kind == 'git' else normal_chart(url)}"
