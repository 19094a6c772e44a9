"""Why Kargo leaves a tag out: the filters of a subscription, in the order in which Kargo asks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import re2

from kargoui.core.discovery.criteria import DIGEST, SEMVER, Criteria, Pattern
from kargoui.core.discovery.errors import DiscoveryError
from kargoui.core.discovery.expression import ExpressionFilter
from kargoui.core.discovery.tags import Tag
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.regex import compile_regex
from kargoui.core.semver import (
    INVALID,
    ConstraintError,
    Constraints,
    Version,
    VersionError,
    parse_constraints,
    parse_version,
)
from kargoui.core.sentence import Sentence, gettext_noop

_IGNORED: Final = gettext_noop("Ignored: %(regex)s of %(field)s matches.")
_IGNORED_NAME: Final = gettext_noop("Named in ignoreTags.")
_NOT_ALLOWED: Final = gettext_noop("%(regex)s of %(field)s does not match.")
_NONE_ALLOWED: Final = gettext_noop("None of the regular expressions of %(field)s matches.")
_NO_VERSION: Final = gettext_noop("No semantic version.")
_NOT_STRICT: Final = gettext_noop(
    "No full semantic version such as 1.2.3 or v1.2.3, which strictSemvers demands."
)
_NOT_HELM: Final = gettext_noop("No full semantic version such as 1.2.3, which charts at oci:// have.")
_PRERELEASE: Final = gettext_noop("A pre-release, and the constraint %(constraint)s asks for none.")
_OUTSIDE: Final = gettext_noop("Outside the constraint %(constraint)s.")
_OTHER_TAG: Final = gettext_noop("Digest looks at the tag %(tag)s alone.")
_FILTERED: Final = gettext_noop("expressionFilter is false.")
_BAD_REGEX: Final = gettext_noop(
    "%(field)s has %(regex)s, which is no regular expression. Kargo discovers nothing with it."
)
_BAD_CONSTRAINT: Final = gettext_noop(
    "%(constraint)s is no constraint on semantic versions. Kargo discovers nothing with it."
)
_RETIRED: Final = gettext_noop(
    "From Kargo 1.11 on nothing is discovered where %(field)s is given. Use %(field)sRegexes."
)
_RETIRED_SAID: Final = "{0} is deprecated and unsupported as of v1.11.0; use {0}Regexes instead"
_NAMELESS: Final = gettext_noop("constraint is missing: with the strategy Digest it names the tag.")
# What Kargo puts before the library's words on a constraint.
_BEFORE: Final = {"git": "error parsing semver constraint", "chart": "error parsing constraint"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a tag is left out; `detail` has the library's words where they say more."""

    reason: Sentence
    detail: str = ""


Filter = Callable[[Tag], Refusal | None]


class Filters:
    """The filters of some criteria. Raises DiscoveryError where Kargo cannot make them."""

    def __init__(self, criteria: Criteria) -> None:
        self.versions: dict[str, Version] = {}
        self.expression: ExpressionFilter | None = None
        self._criteria = criteria
        # before all else, as the webhook lets no Warehouse through whose constraint is none
        self._constraints = _constraints(criteria) if criteria.strategy == SEMVER else None
        self._filters: list[Filter] = []
        if criteria.strategy == DIGEST:
            if not criteria.constraint:
                raise DiscoveryError(Sentence(_NAMELESS))
            self._filters.append(self._other_tag)
            return
        if criteria.kind == "git" and criteria.expression:
            self.expression = ExpressionFilter(criteria.expression, criteria.kargo)
        self._filters += _tag_filters(criteria)
        if criteria.strategy == SEMVER:
            self._filters.append(self._version)

    def refusal(self, tag: Tag) -> Refusal | None:
        """Why the tag is left out; None where it is not. Raises DiscoveryError."""
        for each in self._filters:
            refusal = each(tag)
            if refusal is not None:
                return refusal
        if self.expression is not None and not self.expression.allows(tag):
            return Refusal(Sentence(_FILTERED))
        return None

    def _other_tag(self, tag: Tag) -> Refusal | None:
        wanted = self._criteria.constraint
        return None if tag.name == wanted else Refusal(Sentence(_OTHER_TAG, {"tag": wanted}))

    def _version(self, tag: Tag) -> Refusal | None:
        criteria, text = self._criteria, tag.name
        if criteria.is_oci:  # Helm writes _ where a tag of OCI must not have +
            text = text.replace("_", "+")
        try:
            version = parse_version(text, coerce=criteria.since("1.7"))
        except VersionError as error:
            said = str(error)
            return Refusal(Sentence(_NO_VERSION), "" if said == INVALID else said)
        if criteria.is_oci:
            if not version.is_strict or text.startswith("v"):
                return Refusal(Sentence(_NOT_HELM))
        elif criteria.kind != "chart" and criteria.strict and not version.is_strict:
            return Refusal(Sentence(_NOT_STRICT))
        self.versions[tag.name] = version
        return self._outside(version)

    def _outside(self, version: Version) -> Refusal | None:
        constraints = self._constraints
        refusals = constraints.refusals(version) if constraints else ()
        if constraints is None or not refusals:
            return None
        params = {"constraint": self._criteria.constraint}
        if version.prerelease and not constraints.asks_for_prereleases:
            return Refusal(Sentence(_PRERELEASE, params))
        return Refusal(Sentence(_OUTSIDE, params), "; ".join(refusals))


def _tag_filters(criteria: Criteria) -> list[Filter]:
    """Kargo compiles what allows before what ignores, and asks the other way round."""
    allow = [_compiled(pattern) for pattern in criteria.allow]
    if "allowTags" in criteria.retired:
        raise _retired("allowTags")
    ignore = [_compiled(pattern) for pattern in criteria.ignore]
    if "ignoreTags" in criteria.retired:
        raise _retired("ignoreTags")
    filters: list[Filter] = [_ignoring(*each) for each in zip(criteria.ignore, ignore, strict=True)]
    names = frozenset(criteria.ignored_names)
    if names:
        filters.append(lambda tag: Refusal(Sentence(_IGNORED_NAME)) if tag.name in names else None)
    if allow:
        filters.append(_allowing(criteria.allow, allow))
    return filters


def _compiled(pattern: Pattern) -> Any:
    try:
        return compile_regex(pattern.regex)
    except (re2.error, UnicodeEncodeError) as error:
        params = {"field": pattern.field, "regex": pattern.regex}
        raise DiscoveryError(Sentence(_BAD_REGEX, params), str(error)) from None


def _retired(field: str) -> DiscoveryError:
    said = _RETIRED_SAID.format(field[0].upper() + field[1:])
    return DiscoveryError(Sentence(_RETIRED, {"field": field}), said)


def _ignoring(pattern: Pattern, regex: Any) -> Filter:
    refusal = Refusal(Sentence(_IGNORED, {"field": pattern.field, "regex": pattern.regex}))
    return lambda tag: refusal if regex.search(_bytes(tag)) else None


def _allowing(patterns: tuple[Pattern, ...], regexes: list[Any]) -> Filter:
    template = _NOT_ALLOWED if len(patterns) == 1 else _NONE_ALLOWED
    refusal = Refusal(Sentence(template, {"field": patterns[0].field, "regex": patterns[0].regex}))

    def allowing(tag: Tag) -> Refusal | None:
        content = _bytes(tag)
        return None if any(regex.search(content) for regex in regexes) else refusal

    return allowing


def _bytes(tag: Tag) -> bytes:
    return tag.name.encode("utf-8", "replace")


def _constraints(criteria: Criteria) -> Constraints | None:
    text = criteria.constraint
    if not text:
        return None
    try:
        return parse_constraints(text, before_3_4=not criteria.since("1.7"))
    except ConstraintError as error:
        before = _BEFORE.get(criteria.kind)
        said = f"{before} {quote(text)}: {error}" if before else str(error)
        raise DiscoveryError(Sentence(_BAD_CONSTRAINT, {"constraint": text}), said) from None
