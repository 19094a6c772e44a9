"""Tags that somebody pastes into the box of a subscription, and what the page says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kargoui.core.discovery import (
    Criteria,
    Discovery,
    DiscoveryError,
    TagsError,
    Verdict,
    discover,
    read_criteria,
    read_tags,
)
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.editor.subscriptions import Subscription

MOST_TAGS: Final = 20_000
MOST_BYTES: Final = 1_000_000
_SHOWN: Final = 100  # of one list: as many as a limit lets through at most
_TOO_LONG: Final = gettext_noop("This is more than %(most)s MB of text. Leave some tags out.")
_NONE: Final = gettext_noop("Paste at least one tag.")
_FIELDS: Final = gettext_noop("First correct what is marked above: %(fields)s.")


@dataclass(frozen=True, slots=True)
class Few:
    """The first of many verdicts, and how many more there are."""

    verdicts: Sequence[Verdict]
    more: int
    reason: Sentence | None = None

    @property
    def count(self) -> int:
        return len(self.verdicts) + self.more


def _few(verdicts: Sequence[Verdict], reason: Sentence | None = None) -> Few:
    return Few(verdicts[:_SHOWN], max(len(verdicts) - _SHOWN, 0), reason)


@dataclass(frozen=True, slots=True)
class TriedTags:
    """What was pasted, and either the answer or why there is none; `failure` is that of Kargo itself."""

    text: str
    criteria: Criteria | None = None
    refused: Sentence | None = None
    failure: DiscoveryError | None = None
    found: Discovery | None = None

    @property
    def status(self) -> int:
        return 422 if self.refused else 200

    @property
    def discovered(self) -> Few:
        return _few(self.found.discovered if self.found else ())

    @property
    def cut_off(self) -> Few:
        return _few(self.found.cut_off if self.found else ())

    @property
    def left_out(self) -> list[Few]:
        """By reason, the most frequent first."""
        by_reason: dict[str, list[Verdict]] = {}
        for verdict in self.found.left_out if self.found else ():
            by_reason.setdefault(str(verdict.reason), []).append(verdict)
        groups = sorted(by_reason.values(), key=len, reverse=True)
        return [_few(group, group[0].reason) for group in groups]

    @property
    def left_out_count(self) -> int:
        return sum(group.count for group in self.left_out)


def try_tags(subscription: Subscription, text: str, version: str) -> TriedTags:
    """What the subscription, with what is typed into its form, does with the tags of a text."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return TriedTags("", refused=Sentence(_TOO_LONG, {"most": MOST_BYTES // 1_000_000}))
    wrong = subscription.wrong_fields
    if wrong:
        return TriedTags(text, refused=Sentence(_FIELDS, {"fields": ", ".join(wrong)}))
    criteria = read_criteria(subscription.as_typed(), version)
    try:
        tags = read_tags(text, MOST_TAGS)
        if not tags:
            return TriedTags(text, refused=Sentence(_NONE))
        return TriedTags(text, criteria, found=discover(criteria, tags))
    except TagsError as error:
        return TriedTags(text, refused=error.sentence)
    except DiscoveryError as failure:
        return TriedTags(text, criteria, failure=failure)
