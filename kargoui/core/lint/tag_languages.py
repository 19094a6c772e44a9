"""The tags that a subscription lets in, as languages: what could be in a registry, not what is."""

from __future__ import annotations

from collections.abc import Sequence

from kargoui.core.discovery.criteria import SEMVER
from kargoui.core.lint.languages import GIT_TAGS, IMAGE_TAGS, Automaton, matching, versions
from kargoui.core.lint.subscribed import Placed, Subscribed


def names_of(found: Subscribed) -> list[Automaton]:
    """What a tag of the repository can be called; for SemVer, of a version that the constraint lets in."""
    names = [IMAGE_TAGS if found.kind == "image" else GIT_TAGS]
    if found.criteria.strategy == SEMVER:
        names.append(matching([versions(found.constraints, strict=found.criteria.strict)]))
    return names


def tags_of(found: Subscribed) -> list[Automaton] | None:
    """The names that some expression allows; None where an expression does not compile."""
    if not all(each.compiles for each in (*found.allow, *found.ignore)):
        return None
    return [*names_of(found), matched(found.allow)] if found.allow else names_of(found)


def matched(listed: Sequence[Placed]) -> Automaton:
    """What one of some expressions matches. Raises Unanswerable."""
    return matching(each.regex for each in listed)
