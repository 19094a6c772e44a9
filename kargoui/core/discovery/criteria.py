"""What decides a discovery, out of a subscription: those of its fields that its Kargo version knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.catalog import VERSIONS
from kargoui.core.pipeline.reading import mapping, text, texts
from kargoui.core.pipeline.subscriptions import DEFAULT_LIMIT

SEMVER: Final = "SemVer"
LEXICAL: Final = "Lexical"
NEWEST_BUILD: Final = "NewestBuild"
NEWEST_TAG: Final = "NewestTag"
NEWEST_FROM_BRANCH: Final = "NewestFromBranch"
DIGEST: Final = "Digest"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression and the field that it stands in."""

    field: str
    regex: str


@dataclass(frozen=True, slots=True)
class Criteria:
    """How a subscription selects. `limit` is 0 where there is none; `kargo` is an entry of VERSIONS."""

    kind: str
    strategy: str
    repo: str = ""
    constraint: str = ""
    strict: bool = True
    allow: tuple[Pattern, ...] = ()
    ignore: tuple[Pattern, ...] = ()
    ignored_names: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    expression: str = ""
    platform: str = ""
    has_paths: bool = False
    limit: int = DEFAULT_LIMIT
    kargo: str = VERSIONS[-1]

    @property
    def is_oci(self) -> bool:
        return self.kind == "chart" and self.repo.startswith("oci://")

    def since(self, version: str) -> bool:
        """Whether the Kargo version is this one or a later one."""
        return VERSIONS.index(self.kargo) >= VERSIONS.index(version)


def read_criteria(subscription: object, version: str) -> Criteria:
    """The criteria of an entry of a Warehouse's subscriptions; `version` is an entry of VERSIONS.

    A kind that is none of Kargo's own has no strategy. What has the wrong type counts as absent, as in the
    rest of what reads manifests.
    """
    entry = mapping(subscription)
    for kind, read in (("git", _git), ("image", _image), ("chart", _chart)):
        if isinstance(entry.get(kind), Mapping):
            body = mapping(entry, kind)
            common = Criteria(kind, "", repo=text(body.get("repoURL")), limit=_limit(body), kargo=version)
            return read(common, body)
    return Criteria(next(map(str, entry), ""), "", kargo=version)


def _limit(body: Mapping[object, object]) -> int:
    """From 1.9 on 0 is the default too; other numbers below 1 are refused."""
    limit = body.get("discoveryLimit")
    return limit if isinstance(limit, int) and not isinstance(limit, bool) and limit > 0 else DEFAULT_LIMIT


def _chart(common: Criteria, body: Mapping[object, object]) -> Criteria:
    return replace(common, strategy=SEMVER, constraint=text(body.get("semverConstraint")))


def _git(common: Criteria, body: Mapping[object, object]) -> Criteria:
    return replace(
        _by_tags(common, body),
        strategy=text(body.get("commitSelectionStrategy"), NEWEST_FROM_BRANCH),
        constraint=text(body.get("semverConstraint")),
        expression=text(body.get("expressionFilter")) if common.since("1.6") else "",
        has_paths=bool(body.get("includePaths") or body.get("excludePaths")),
    )


def _image(common: Criteria, body: Mapping[object, object]) -> Criteria:
    constraint = text(body.get("constraint")) if common.since("1.7") else ""
    if not constraint and not common.since("1.9"):
        constraint = text(body.get("semverConstraint"))
    return replace(
        _by_tags(common, body),
        strategy=text(body.get("imageSelectionStrategy"), SEMVER),
        constraint=constraint,
        platform=text(body.get("platform")),
    )


def _by_tags(common: Criteria, body: Mapping[object, object]) -> Criteria:
    """What images and git say about tags: regexes came with 1.9, allowTags and ignoreTags left with 1.11."""
    lists, single = common.since("1.9"), not common.since("1.11")
    allow = [Pattern("allowTagsRegexes", each) for each in texts(body.get("allowTagsRegexes")) if lists]
    ignore = [Pattern("ignoreTagsRegexes", each) for each in texts(body.get("ignoreTagsRegexes")) if lists]
    allowed, ignored = text(body.get("allowTags")), texts(body.get("ignoreTags"))
    if allowed and single:
        allow.append(Pattern("allowTags", allowed))
    retired = [name for name, given in (("allowTags", allowed), ("ignoreTags", ignored)) if given]
    return replace(
        common,
        strict=body.get("strictSemvers") is not False,
        allow=tuple(allow),
        ignore=tuple(ignore),
        ignored_names=ignored if single else (),
        retired=() if single else tuple(retired),
    )
