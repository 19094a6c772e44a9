"""What every Warehouse of a project discovers, what that costs, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kargoui.core.discovery.criteria import DIGEST, NEWEST_BUILD, Criteria
from kargoui.core.lint.audit import Settings, audit
from kargoui.core.lint.finding import Finding
from kargoui.core.lint.registry import all_rules
from kargoui.core.lint.subjects import Manifest, manifests_of
from kargoui.core.lint.subscribed import Subscribed, subscribed
from kargoui.core.manifest.document import Document
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.sentence import Sentence, gettext_noop

_EVERY_TAG: Final = gettext_noop("Asks the registry about every tag that gets past the expressions.")
_NEW_TAGS: Final = gettext_noop(
    "Asks the registry about every tag that gets past and that it has not seen yet."
)
_ONE_TAG: Final = gettext_noop("Asks the registry about one tag.")
_NEWEST: Final = gettext_noop(
    "Lists the tags, then asks the registry about the newest %(limit)s, one by one."
)
_NEWEST_NEW: Final = gettext_noop(
    "Lists the tags, then asks the registry about those of the newest %(limit)s that it has not seen yet."
)
_BUILT_FOR: Final = gettext_noop(
    "Lists the tags, then asks the registry one by one until %(limit)s are built for %(platform)s."
)
_INDEX: Final = gettext_noop("Downloads the index of the chart repository.")
_CHART_TAGS: Final = gettext_noop("Lists the tags of the chart.")
_CLONE: Final = gettext_noop("Clones the repository.")
_REFS: Final = gettext_noop("Asks Git for the refs, and clones the repository where they have changed.")
_SUBJECTS: Final = ("subscription", "warehouse", "manifest")


@dataclass(frozen=True, slots=True)
class Subscription:
    """`number` counts from 1, `name` is that of a chart.

    `limit` is 0 where none counts; `is_default` says that none is written.
    """

    number: int
    name: str
    criteria: Criteria
    limit: int
    is_default: bool
    effort: Sentence
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Warehouse:
    """`findings` are those about none of its subscriptions."""

    manifest: Manifest
    interval: str
    creation: str
    subscriptions: tuple[Subscription, ...]
    findings: tuple[Finding, ...]

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        return (*self.findings, *(each for one in self.subscriptions for each in one.findings))


def discoveries(documents: Sequence[Document], version: str, namespace: str = "") -> list[Warehouse]:
    """Each Warehouse with its subscriptions, in the order of the files."""
    asked = {name for name, rule in all_rules().items() if rule.reach == "manifest" and rule.on in _SUBJECTS}
    findings: dict[tuple[str, str], list[Finding]] = {}
    for finding in audit(documents, version, Settings(select=frozenset(asked)), namespace):
        findings.setdefault((finding.kind, finding.name), []).append(finding)
    return [
        _warehouse(manifest, version, findings.get(("Warehouse", manifest.name), []))
        for document in documents
        for manifest in manifests_of(document)
        if manifest.kind == "Warehouse"
    ]


def _warehouse(manifest: Manifest, version: str, findings: Sequence[Finding]) -> Warehouse:
    spec = mapping(manifest.data, "spec")
    listed = []
    for index in range(len(items(spec.get("subscriptions")))):
        prefix = ("spec", "subscriptions", index)
        own = tuple(finding for finding in findings if finding.path[:3] == prefix)
        found = subscribed((manifest, index), version)
        if found is not None:
            listed.append(_subscription(found, own))
    about_all = tuple(finding for finding in findings if finding.path[:2] != ("spec", "subscriptions"))
    interval = text(spec.get("interval"), "5m0s")
    creation = text(spec.get("freightCreationPolicy"), "Automatic")
    return Warehouse(manifest, interval, creation, tuple(listed), about_all)


def _subscription(found: Subscribed, findings: tuple[Finding, ...]) -> Subscription:
    criteria = found.criteria
    limit = 0 if criteria.strategy == DIGEST else criteria.limit
    is_default = found.body.get("discoveryLimit") is None
    name = text(found.body.get("name"))
    return Subscription(found.index + 1, name, criteria, limit, is_default, effort(found), findings)


def effort(found: Subscribed) -> Sentence:
    """What a discovery does, each time.

    https://github.com/akuity/kargo/tree/v1.11.2/pkg/image, pkg/helm/chart and pkg/subscription/git.go there.
    """
    criteria = found.criteria
    caches = criteria.since("1.9") and found.body.get("cacheByTag") is True
    if found.kind == "chart":
        return Sentence(_CHART_TAGS if criteria.is_oci else _INDEX)
    if found.kind == "git":
        return Sentence(_REFS if criteria.since("1.11") else _CLONE)
    if criteria.strategy == DIGEST:
        return Sentence(_ONE_TAG)
    if criteria.strategy == NEWEST_BUILD:
        return Sentence(_NEW_TAGS if caches else _EVERY_TAG)
    params: dict[str, object] = {"limit": criteria.limit, "platform": criteria.platform}
    if criteria.platform and not caches:
        return Sentence(_BUILT_FOR, params)
    return Sentence(_NEWEST_NEW if caches else _NEWEST, params)
