"""The answer: what becomes of every tag of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kargoui.core.discovery.criteria import (
    DIGEST,
    LEXICAL,
    NEWEST_BUILD,
    NEWEST_FROM_BRANCH,
    NEWEST_TAG,
    SEMVER,
    Criteria,
)
from kargoui.core.discovery.errors import DiscoveryError
from kargoui.core.discovery.filters import Filters
from kargoui.core.discovery.tags import Tag
from kargoui.core.expr.quoting import quote
from kargoui.core.sentence import Sentence, gettext_noop

_STRATEGIES: Final = {
    "image": (SEMVER, LEXICAL, NEWEST_BUILD, DIGEST),
    "git": (SEMVER, LEXICAL, NEWEST_TAG),
    "chart": (SEMVER,),
}
_SECOND: Final = 1_000_000_000
_CUT: Final = gettext_noop("Cut off by discoveryLimit %(limit)s.")
_BRANCH: Final = gettext_noop("NewestFromBranch selects commits of a branch, so no tag matters to it.")
_STRATEGY: Final = gettext_noop("%(strategy)s is no selection strategy of a subscription of kind %(kind)s.")
_CUSTOM: Final = gettext_noop("Kargo itself does not say what a subscription of kind %(kind)s selects.")
_URL: Final = gettext_noop("repoURL begins neither with http:// or https:// nor with oci://.")
_PLATFORM: Final = gettext_noop(
    "Images that are not built for %(platform)s are passed over, and the list does not say which: the next "
    "ones take their places."
)
_PATHS: Final = gettext_noop(
    "Tags whose commits changed none of the wanted paths are passed over, and the list does not say which: "
    "the next ones take their places."
)
_EXPRESSION: Final = gettext_noop(
    "expressionFilter asks for %(names)s, which the list does not say. "
    "Tags for which it is taken as true: %(count)s."
)
_NO_TIMES: Final = gettext_noop(
    "%(strategy)s goes by time. Tags without one come last, in the order given: %(count)s. "
    "Write a time such as 2026-05-31T12:00:00Z after each tag."
)


class Outcome(StrEnum):
    """What becomes of a tag."""

    DISCOVERED = "discovered"
    CUT_OFF = "cut-off"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one tag, and why if it is not discovered.

    `rank` counts from 1, the newest, over what is discovered and then cut off; it is 0 for what is left out.
    `name` is what Kargo calls it, `detail` the words of its library where they say more than `reason`.
    """

    tag: Tag
    name: str
    outcome: Outcome
    rank: int = 0
    reason: Sentence | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """A verdict for each tag in the order given, and what the list could not tell."""

    criteria: Criteria
    verdicts: tuple[Verdict, ...]
    caveats: tuple[Sentence, ...] = ()

    @property
    def discovered(self) -> tuple[Verdict, ...]:
        """Newest first."""
        return self._ranked(Outcome.DISCOVERED)

    @property
    def cut_off(self) -> tuple[Verdict, ...]:
        """What would come next, newest first."""
        return self._ranked(Outcome.CUT_OFF)

    @property
    def left_out(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.outcome is Outcome.LEFT_OUT)

    def _ranked(self, outcome: Outcome) -> tuple[Verdict, ...]:
        found = (verdict for verdict in self.verdicts if verdict.outcome is outcome)
        return tuple(sorted(found, key=lambda verdict: verdict.rank))


def discover(criteria: Criteria, tags: Sequence[Tag]) -> Discovery:
    """What Kargo discovers where a repository has these tags. Raises DiscoveryError where it cannot."""
    _demand_tags(criteria)
    filters = Filters(criteria)
    refusals = [filters.refusal(tag) for tag in tags]
    kept = [index for index, refusal in enumerate(refusals) if refusal is None]
    ranks = {index: rank for rank, index in enumerate(_newest_first(criteria, tags, kept, filters), 1)}
    limit = criteria.limit if criteria.limit and criteria.strategy != DIGEST else len(tags)
    cut = Sentence(_CUT, {"limit": limit})
    verdicts = []
    for index, (tag, refusal) in enumerate(zip(tags, refusals, strict=True)):
        if refusal is not None:
            left = Verdict(tag, tag.name, Outcome.LEFT_OUT, reason=refusal.reason, detail=refusal.detail)
            verdicts.append(left)
            continue
        version, rank = filters.versions.get(tag.name), ranks[index]
        name = version.original if version else tag.name
        if rank <= limit:
            verdicts.append(Verdict(tag, name, Outcome.DISCOVERED, rank))
        else:
            verdicts.append(Verdict(tag, name, Outcome.CUT_OFF, rank, cut))
    return Discovery(criteria, tuple(verdicts), _caveats(criteria, [tags[index] for index in kept], filters))


def _demand_tags(criteria: Criteria) -> None:
    """Raises DiscoveryError unless the subscription selects by tags or versions."""
    kind, strategy = criteria.kind, criteria.strategy
    if kind not in _STRATEGIES:
        raise DiscoveryError(Sentence(_CUSTOM, {"kind": kind}))
    if kind == "git" and strategy == NEWEST_FROM_BRANCH:
        raise DiscoveryError(Sentence(_BRANCH))
    if strategy not in _STRATEGIES[kind]:
        raise DiscoveryError(Sentence(_STRATEGY, {"strategy": strategy, "kind": kind}))
    if kind == "chart" and not criteria.repo.startswith(("http://", "https://", "oci://")):
        raise DiscoveryError(Sentence(_URL), f"repository URL {quote(criteria.repo)} is invalid")


def _newest_first(
    criteria: Criteria, tags: Sequence[Tag], kept: list[int], filters: Filters
) -> Sequence[int]:
    """The indexes of the tags that were kept, in Kargo's order. What has no time comes after what has."""
    strategy = criteria.strategy
    if strategy == SEMVER:
        versions = [filters.versions[tag.name] for tag in (tags[index] for index in kept)]
        keys = {index: (each.precedence, each.original) for index, each in zip(kept, versions, strict=True)}
        return sorted(kept, key=keys.__getitem__, reverse=True)
    if strategy == LEXICAL:
        return sorted(kept, key=lambda index: tags[index].name, reverse=True)
    if strategy == DIGEST:
        return kept
    timed = [(time.nanoseconds, tags[index].name, index) for index in kept if (time := tags[index].time)]
    if strategy == NEWEST_BUILD:
        timed.sort(reverse=True)
    else:  # git keeps seconds, and sorts tags of one second by name
        timed.sort(key=lambda each: (-(each[0] // _SECOND), each[1]))
    return [*(index for _, _, index in timed), *(index for index in kept if tags[index].time is None)]


def _caveats(criteria: Criteria, kept: list[Tag], filters: Filters) -> tuple[Sentence, ...]:
    found = []
    if criteria.platform:
        found.append(Sentence(_PLATFORM, {"platform": criteria.platform}))
    if criteria.has_paths:
        found.append(Sentence(_PATHS))
    if filters.expression and filters.expression.passed:
        names = ", ".join(sorted(filters.expression.undecided))
        found.append(Sentence(_EXPRESSION, {"names": names, "count": filters.expression.passed}))
    untimed = sum(tag.time is None for tag in kept)
    if untimed and criteria.strategy in (NEWEST_BUILD, NEWEST_TAG):
        found.append(Sentence(_NO_TIMES, {"strategy": criteria.strategy, "count": untimed}))
    return tuple(found)
